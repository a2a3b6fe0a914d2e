import { requireUpload } from './require-upload.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'

/** Ends an upload and frees its parts. */
export function abortMultipartUpload(request: S3Request, state: S3State): S3Response {
  requireBucket(state.objects, request.bucket)
  state.uploads.end(requireUpload(request, state))
  return { status: 204 }
}
