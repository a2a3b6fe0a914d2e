import { requireAlgorithm } from './expected-checksum.ts'
import { readObjectAttributes } from './object-headers.ts'
import { describeEncryption } from './object-settings.ts'
import { requireWritableKey } from './put-object.ts'
import { invalidRequest, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'
import { readTagHeader } from './tags.ts'

/** Begins an upload in parts. */
export function createMultipartUpload(request: S3Request, state: S3State): S3Response {
  const { bucket, key } = request
  requireBucket(state.objects, bucket)
  requireWritableKey(key)
  const name = request.header('x-amz-checksum-algorithm')
  const algorithm = name === undefined ? undefined : requireAlgorithm(name)
  const checksumType = readChecksumType(request.header('x-amz-checksum-type'), algorithm)
  const attributes = { ...readObjectAttributes(request), tags: readTagHeader(request) }
  const upload = state.uploads.begin({
    bucket,
    key,
    ...(algorithm && { algorithm }),
    checksumType,
    initiatedAt: state.clock.now(),
    attributes,
  })
  return {
    headers: {
      ...describeEncryption(attributes.headers ?? {}),
      ...(algorithm && {
        'x-amz-checksum-algorithm': algorithm.toUpperCase(),
        'x-amz-checksum-type': checksumType,
      }),
    },
    body: s3Xml('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId: upload.id }),
  }
}

/** CRC-64 exists for whole objects only; the others are of the parts unless the client wants otherwise. */
function readChecksumType(
  type: string | undefined,
  algorithm: string | undefined,
): 'COMPOSITE' | 'FULL_OBJECT' {
  const chosen = type?.toUpperCase() ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE')
  const isHash = algorithm !== undefined && !algorithm.startsWith('crc')
  const isAllowed =
    (chosen === 'COMPOSITE' && algorithm !== 'crc64nvme') || (chosen === 'FULL_OBJECT' && !isHash)
  if (isAllowed) return chosen as 'COMPOSITE' | 'FULL_OBJECT'
  throw invalidRequest(
    `The ${chosen} checksum type cannot be used with the ${algorithm ?? 'default'} checksum algorithm.`,
  )
}
