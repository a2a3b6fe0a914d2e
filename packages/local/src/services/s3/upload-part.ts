import { parseRange } from '../../protocols/http-range.ts'
import type { StagedFile } from '../../state/staged-file.ts'
import { readStored, requireCopySource } from './copy-source.ts'
import type { MultipartUpload, UploadedPart } from './multipart-uploads.ts'
import { describeChecksums } from './object-headers.ts'
import { openPayload } from './payload.ts'
import { requireFittingSize } from './put-object.ts'
import { invalidArgument, invalidRequest, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const highestNumber = 10_000

/** Stores one part of an upload. Parts come in any order and side by side. */
export async function uploadPart(request: S3Request, state: S3State): Promise<S3Response> {
  const { upload, number } = requirePlace(request, state)
  requireFittingSize(request)
  const payload = openPayload(request)
  const staged = await state.objects.stage(payload.chunks)
  const part = keepPart(request, state, upload, number, staged, payload.checksums())
  const checksumType = upload.checksumType
  return {
    headers: {
      etag: `"${part.md5}"`,
      ...describeChecksums({ checksums: part.checksums, checksumType }),
    },
  }
}

/** Stores one part of an upload from the bytes of an object. */
export async function uploadPartCopy(request: S3Request, state: S3State): Promise<S3Response> {
  const { upload, number } = requirePlace(request, state)
  const source = requireCopySource(request, state)
  const header = request.header('x-amz-copy-source-range')
  const range = parseRange(header, source.size)
  if (range === 'unsatisfiable' || (header !== undefined && range === undefined)) {
    throw invalidArgument(
      `Range specified is not valid for source object of size: ${source.size}`,
      'x-amz-copy-source-range',
      header ?? '',
    )
  }
  const staged = await state.objects.stage(readStored(source, range))
  const part = keepPart(request, state, upload, number, staged, {})
  return {
    body: s3Xml('CopyPartResult', {
      ETag: `"${part.md5}"`,
      LastModified: part.lastModified.toISOString(),
    }),
  }
}

function requirePlace(
  { bucket, key, query }: S3Request,
  { objects, uploads }: S3State,
): { upload: MultipartUpload; number: number } {
  requireBucket(objects, bucket)
  const upload = uploads.require(query.get('uploadId'), bucket, key)
  const text = query.get('partNumber') ?? ''
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > highestNumber) {
    throw invalidArgument(
      `Part number must be an integer between 1 and ${highestNumber}, inclusive`,
      'partNumber',
      text,
    )
  }
  return { upload, number }
}

function keepPart(
  request: S3Request,
  { objects, uploads, clock }: S3State,
  upload: MultipartUpload,
  number: number,
  staged: StagedFile,
  checksums: Readonly<Record<string, string>>,
): UploadedPart {
  const arrived = { ...staged, number, checksums, lastModified: clock.now() }
  const part = uploads.addPart(upload, arrived)
  if (part !== undefined) return part
  objects.discard(staged)
  // It was aborted or completed while the part was on its way.
  uploads.require(upload.id, request.bucket, request.key)
  throw invalidRequest('The upload has ended.')
}
