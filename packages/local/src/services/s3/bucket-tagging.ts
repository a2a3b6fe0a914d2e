import { AwsError } from '../../errors.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'
import { bucketTags, formatTagSet, readTagSet } from './tags.ts'
import { readXml } from './xml-body.ts'

const bodyLimit = 64 * 1024

/** Gives a bucket's tags. */
export function getBucketTagging({ bucket }: S3Request, { objects }: S3State): S3Response {
  const { tags } = requireBucket(objects, bucket)
  if (tags === undefined) {
    throw new AwsError('NoSuchTagSet', 'The TagSet does not exist', 404, { BucketName: bucket })
  }
  return { body: s3Xml('Tagging', formatTagSet(tags)) }
}

/** Gives a bucket other tags. */
export async function putBucketTagging(
  request: S3Request,
  { objects }: S3State,
): Promise<S3Response> {
  requireBucket(objects, request.bucket)
  const tags = readTagSet(await readXml(request, 'Tagging', bodyLimit), bucketTags)
  requireBucket(objects, request.bucket)
  objects.tagBucket(request.bucket, tags)
  return { status: 204 }
}

/** Takes a bucket's tags away. */
export function deleteBucketTagging({ bucket }: S3Request, { objects }: S3State): S3Response {
  requireBucket(objects, bucket)
  objects.tagBucket(bucket, undefined)
  return { status: 204 }
}
