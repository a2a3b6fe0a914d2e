import { AwsError } from '../../errors.ts'
import { parseXml } from '../../protocols/xml.ts'
import { readSmallPayload } from './payload.ts'
import { malformedXml, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** The region that S3 leaves out of location constraints. */
const unnamedRegion = 'us-east-1'
const bodyLimit = 64 * 1024

/** Makes a bucket in the region that the request is for. */
export async function createBucket(request: S3Request, { objects }: S3State): Promise<S3Response> {
  const { bucket, context } = request
  requireBucketName(bucket)
  requireLocation(await readLocation(request), context.region)
  const existing = objects.bucket(bucket)
  if (existing !== undefined) {
    // In its oldest region S3 takes a second creation by the owner for a success.
    const isMine = existing.owner === context.accountId
    if (!isMine || context.region !== unnamedRegion) throw alreadyExists(bucket, isMine)
  }
  objects.createBucket(bucket, context.region, context.accountId)
  return { headers: { location: `/${bucket}` } }
}

/** Tells that a bucket is there, and where. */
export function headBucket({ bucket }: S3Request, { objects }: S3State): S3Response {
  return {
    headers: {
      'x-amz-bucket-region': requireBucket(objects, bucket).region,
      'x-amz-access-point-alias': 'false',
    },
  }
}

/** Deletes a bucket that has no objects. */
export function deleteBucket({ bucket }: S3Request, { objects, uploads }: S3State): S3Response {
  requireBucket(objects, bucket)
  if (!objects.isEmpty(bucket)) {
    throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
      BucketName: bucket,
    })
  }
  for (const upload of uploads.ofBucket(bucket)) uploads.end(upload)
  objects.deleteBucket(bucket)
  return { status: 204 }
}

/** Says where a bucket is. */
export function getBucketLocation({ bucket }: S3Request, { objects }: S3State): S3Response {
  const { region } = requireBucket(objects, bucket)
  return { body: s3Xml('LocationConstraint', { '#text': region === unnamedRegion ? '' : region }) }
}

function requireBucketName(name: string): void {
  const isValid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name)
  if (isValid) return
  throw new AwsError('InvalidBucketName', 'The specified bucket is not valid.', 400, {
    BucketName: name,
  })
}

async function readLocation(request: S3Request): Promise<string | undefined> {
  const body = await readSmallPayload(request, bodyLimit)
  if (body === '') return undefined
  const configuration = parseXml(body, 'CreateBucketConfiguration')
  if (configuration === undefined) throw malformedXml()
  return configuration.text('LocationConstraint')
}

function requireLocation(location: string | undefined, region: string): void {
  if (location === unnamedRegion) {
    throw new AwsError(
      'InvalidLocationConstraint',
      'The specified location-constraint is not valid',
      400,
      { LocationConstraint: location },
    )
  }
  if ((location ?? unnamedRegion) === region) return
  throw new AwsError(
    'IllegalLocationConstraintException',
    `The ${location ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  )
}

function alreadyExists(bucket: string, isMine: boolean): AwsError {
  const [code, message] = isMine
    ? [
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
      ]
    : [
        'BucketAlreadyExists',
        'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
      ]
  return new AwsError(code, message, 409, { BucketName: bucket })
}
