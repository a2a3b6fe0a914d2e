import type { BucketLocationConstraint, S3 } from '@aws-sdk/client-s3'
import type { Clients } from '../clients.ts'
import { ByoError } from '../errors.ts'
import { readAwsError } from '../requests/aws-error.ts'
import { ignoreNotFound, isNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Runtime } from '../runtime.ts'
import { waitUntil } from '../waiting/wait-until.ts'

interface BucketNeed {
  readonly region: string
  readonly account: string
  /** The caller's own choice; undefined for SageMaker's default bucket. */
  readonly bucket: string | undefined
  readonly runtime: Runtime
}

/**
 * The name of a bucket that is there and belongs to the account: the caller's own, or SageMaker's
 * default one, which is created when it's missing. The owner is checked, because anybody may have
 * created a bucket whose name can be guessed.
 */
export async function prepareBucket(
  clients: Clients,
  { region, account, bucket, runtime }: BucketNeed,
): Promise<string> {
  const s3 = await clients.s3()
  const name = bucket ?? `sagemaker-${region}-${account}`
  if (await isThere(s3, name, account)) return name
  if (bucket !== undefined) {
    throw new ByoError(
      'bucket-unavailable',
      `The bucket "${name}" doesn't exist: create it, or leave bucket out to use the default one.`,
    )
  }
  await create(s3, name, region)
  // Another process may be just creating it too, and it may be another account's.
  return waitUntil({ subject: `bucket ${name}`, maxWaitTime: 30, runtime }, async () =>
    (await isThere(s3, name, account))
      ? { state: 'SUCCESS', value: name }
      : { state: 'RETRY', seen: 'not there yet' },
  )
}

async function isThere(s3: S3, bucket: string, account: string): Promise<boolean> {
  try {
    await request('HeadBucket', undefined, (options) =>
      s3.headBucket({ Bucket: bucket, ExpectedBucketOwner: account }, options),
    )
    return true
  } catch (error) {
    if (isNotFound(error)) return false
    const { statusCode } = readAwsError(error)
    if (statusCode === 400) return isListed(s3, bucket, account)
    if (statusCode === 403) {
      throw new ByoError(
        'bucket-unavailable',
        `The bucket "${bucket}" belongs to another account than ${account}, or the caller may not see it (s3:ListBucket): pass a bucket of your own.`,
        { cause: error },
      )
    }
    if (statusCode === 301) {
      throw new ByoError(
        'bucket-unavailable',
        `The bucket "${bucket}" lies in another region: pass one in the region of the session.`,
        { cause: error },
      )
    }
    throw error
  }
}

/** The same by a GET: its answer has a body that tells why it was refused, such as expired credentials; a HEAD's has none. */
async function isListed(s3: S3, bucket: string, account: string): Promise<boolean> {
  const page = await request('ListObjectsV2', undefined, (options) =>
    s3.listObjectsV2({ Bucket: bucket, MaxKeys: 1, ExpectedBucketOwner: account }, options),
  ).catch(ignoreNotFound)
  return page !== undefined
}

async function create(s3: S3, bucket: string, region: string): Promise<void> {
  // us-east-1 is S3's default and not one of its location constraints.
  const constraint = region as BucketLocationConstraint
  const location =
    region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: constraint } }
  try {
    await request('CreateBucket', undefined, (options) =>
      s3.createBucket({ Bucket: bucket, ...location }, options),
    )
  } catch (error) {
    const { name } = readAwsError(error)
    if (name === 'BucketAlreadyOwnedByYou' || name === 'OperationAborted') return
    if (name === 'BucketAlreadyExists') {
      throw new ByoError(
        'bucket-unavailable',
        `The bucket "${bucket}" belongs to another account: pass a bucket of your own.`,
        { cause: error },
      )
    }
    throw error
  }
}
