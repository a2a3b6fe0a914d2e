import { AwsError } from '../../errors.ts'
import type { MultipartUpload } from '../../state/multipart-uploads.ts'
import type { S3Request, S3State } from './s3-request.ts'

/** The upload that a request names, of its bucket and key, or S3's error when there is none. */
export function requireUpload(
  { bucket, key, query }: S3Request,
  { uploads }: S3State,
): MultipartUpload {
  const id = query.get('uploadId') ?? ''
  const upload = uploads.get(id)
  if (upload?.bucket === bucket && upload.key === key) return upload
  throw new AwsError(
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    404,
    { UploadId: id },
  )
}
