import { createChecksum } from '../../protocols/checksums.ts'
import { parseRange } from '../../protocols/http-range.ts'
import type { MultipartUpload, UploadedPart } from '../../state/multipart-uploads.ts'
import type { StagedFile } from '../../state/staged-file.ts'
import { requireCopySource, stageStored } from './copy-source.ts'
import { findExpectedChecksum } from './expected-checksum.ts'
import { describeChecksums, formatChecksums } from './object-headers.ts'
import { requirePartNumber } from './part-number.ts'
import { openPayload } from './payload.ts'
import { requireFittingSize } from './put-object.ts'
import { requireUpload } from './require-upload.ts'
import { invalidArgument, invalidRequest, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

/** Stores one part of an upload. Parts come in any order and side by side. */
export async function uploadPart(request: S3Request, state: S3State): Promise<S3Response> {
  const { upload, number } = requirePlace(request, state)
  requireFittingSize(request)
  requireAgreedChecksum(request, upload)
  const payload = openPayload(request)
  const staged = await state.objects.stage(payload.chunks)
  const part = keepPart(request, state, number, staged, payload.checksums())
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
  const checksum = upload.algorithm && createChecksum(upload.algorithm)
  const staged = await stageStored(state, source, { range, checksum })
  const checksums: Record<string, string> =
    upload.algorithm && checksum ? { [upload.algorithm]: checksum.digest() } : {}
  const part = keepPart(request, state, number, staged, checksums)
  return {
    body: s3Xml('CopyPartResult', {
      ETag: `"${part.md5}"`,
      LastModified: part.lastModified.toISOString(),
      ...formatChecksums(checksums),
    }),
  }
}

function requirePlace(
  request: S3Request,
  state: S3State,
): { upload: MultipartUpload; number: number } {
  requireBucket(state.objects, request.bucket)
  const upload = requireUpload(request, state)
  const number = requirePartNumber(request.query.get('partNumber') ?? '')
  return { upload, number }
}

/** An upload that was begun for a checksum of its parts has it of every part, and never another one. */
function requireAgreedChecksum(
  request: S3Request,
  { algorithm, checksumType }: MultipartUpload,
): void {
  const sent = findExpectedChecksum(request)?.algorithm
  if (algorithm === undefined || algorithm === sent) return
  if (sent === undefined && checksumType === 'FULL_OBJECT') return
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${algorithm}, actual checksum Type: ${sent ?? 'null'}`,
  )
}

function keepPart(
  request: S3Request,
  state: S3State,
  number: number,
  staged: StagedFile,
  checksums: Readonly<Record<string, string>>,
): UploadedPart {
  const { objects, uploads, clock } = state
  try {
    // It may have been aborted or completed while the part was on its way.
    const upload = requireUpload(request, state)
    return uploads.addPart(upload, staged, { number, checksums, lastModified: clock.now() })
  } catch (error) {
    objects.discard(staged)
    throw error
  }
}
