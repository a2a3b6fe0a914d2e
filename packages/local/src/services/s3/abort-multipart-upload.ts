import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'

/** Ends an upload and frees its parts. */
export function abortMultipartUpload(
  { bucket, key, query }: S3Request,
  { objects, uploads }: S3State,
): S3Response {
  requireBucket(objects, bucket)
  uploads.abort(uploads.require(query.get('uploadId'), bucket, key))
  return { status: 204 }
}
