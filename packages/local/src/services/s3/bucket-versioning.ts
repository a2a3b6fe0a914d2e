import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Says that a bucket keeps no versions: S3 leaves the status out of one that never did. */
export function getBucketVersioning({ bucket }: S3Request, { objects }: S3State): S3Response {
  requireBucket(objects, bucket)
  return { body: s3Xml('VersioningConfiguration', {}) }
}
