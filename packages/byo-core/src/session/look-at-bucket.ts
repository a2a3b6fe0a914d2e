import type { S3 } from '@aws-sdk/client-s3'
import { ByoError } from '../errors.ts'
import { readAwsError } from '../requests/aws-error.ts'
import { ignoreNotFound, isNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'

/** What to look for. */
export interface BucketLook {
  readonly bucket: string
  /** Where it has to lie. */
  readonly region: string
  /** The account that has to own it; any where it's undefined. */
  readonly owner: string | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Looks whether a bucket is there. `denied` is one of another account, or one that the caller may not see.
 *
 * @throws `bucket-unavailable` when it lies in another region
 */
export async function lookAtBucket(
  s3: S3,
  { bucket, region, owner, signal }: BucketLook,
): Promise<'there' | 'missing' | 'denied'> {
  try {
    const { BucketRegion } = await request('HeadBucket', signal, (options) =>
      s3.headBucket(
        { Bucket: bucket, ...(owner !== undefined && { ExpectedBucketOwner: owner }) },
        options,
      ),
    )
    if (BucketRegion !== undefined && BucketRegion !== region) {
      throw elsewhere(bucket, BucketRegion, region)
    }
    return 'there'
  } catch (error) {
    if (isNotFound(error)) return 'missing'
    const { statusCode } = readAwsError(error)
    const found = regionInAnswer(error)
    // S3 says where a bucket lies, and moves nobody there, with 301, 400 or 403.
    if (statusCode === 301 || (found !== undefined && found !== region)) {
      throw elsewhere(bucket, found ?? 'another region', region, error)
    }
    if (statusCode === 403) return 'denied'
    if (statusCode === 400) return lookByListing(s3, { bucket, owner, signal })
    throw error
  }
}

/** The same by a GET: its answer has a body that tells why it was refused, such as expired credentials; a HEAD's has none. */
async function lookByListing(
  s3: S3,
  { bucket, owner, signal }: Omit<BucketLook, 'region'>,
): Promise<'there' | 'missing'> {
  const input = { Bucket: bucket, MaxKeys: 1, ...(owner && { ExpectedBucketOwner: owner }) }
  const page = await request('ListObjectsV2', signal, (options) =>
    s3.listObjectsV2(input, options),
  ).catch(ignoreNotFound)
  return page === undefined ? 'missing' : 'there'
}

function elsewhere(bucket: string, found: string, region: string, cause?: unknown): ByoError {
  return new ByoError(
    'bucket-unavailable',
    `The bucket "${bucket}" lies in ${found}, and the session works in ${region}: SageMaker needs both in one region. Choose a bucket in ${region}, or give the session the bucket's region.`,
    { cause },
  )
}

/** A HEAD has no body to tell it in. */
function regionInAnswer(error: unknown): string | undefined {
  const { cause } = error as {
    cause?: { $response?: { headers?: Record<string, string | undefined> } }
  }
  return cause?.$response?.headers?.['x-amz-bucket-region']
}
