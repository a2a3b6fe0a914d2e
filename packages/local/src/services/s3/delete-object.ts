import { checkDeleteConditions } from './conditions.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'

/** Deletes an object; one that is not there is no error. */
export function deleteObject(request: S3Request, { objects }: S3State): S3Response {
  const { bucket, key } = request
  requireBucket(objects, bucket)
  checkDeleteConditions(request, objects.get(bucket, key))
  objects.delete(bucket, key)
  return { status: 204 }
}
