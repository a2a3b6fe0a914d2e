import { createReadStream } from 'node:fs'
import type { Checksum } from '../../protocols/checksums.ts'
import { readBody } from '../../protocols/read-body.ts'
import { parseXml, type XmlNode } from '../../protocols/xml.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import type { MultipartUpload, UploadedPart } from '../../state/multipart-uploads.ts'
import type { StagedFile } from '../../state/staged-file.ts'
import { choosePart, requireOrder, requireSizes } from './choose-parts.ts'
import { checkWriteConditions } from './conditions.ts'
import {
  multipartChecksums,
  multipartEtag,
  requirePromisedChecksum,
  wholeChecksum,
} from './multipart-checksums.ts'
import { formatChecksums } from './object-headers.ts'
import { describeEncryption } from './object-settings.ts'
import { requireUpload } from './require-upload.ts'
import { malformedXml, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const bodyLimit = 4 * 1024 ** 2
const mostParts = 10_000
const copyBlock = 1024 ** 2

/** Makes an object of an upload's parts, in the order of their numbers. */
export async function completeMultipartUpload(
  request: S3Request,
  state: S3State,
): Promise<S3Response> {
  const { bucket, key } = request
  requireBucket(state.objects, bucket)
  // A checksum in this request's headers is of the object to be, not of this body.
  const body = await readBody(request.message, bodyLimit)
  const finished = findFinished(request, state)
  if (finished !== undefined) return answer(request, finished)
  const upload = requireUpload(request, state)
  const listed = readList(body.toString('utf8'))
  const parts = chooseParts(request, upload, listed)
  checkWriteConditions(request, state.objects.get(bucket, key))

  const whole = wholeChecksum(upload)
  const staged = await join(request, state, listed, parts, whole)
  try {
    requireBucket(state.objects, bucket)
    requireUpload(request, state)
    checkWriteConditions(request, state.objects.get(bucket, key))
    const checksums = multipartChecksums(upload, parts, whole)
    requirePromisedChecksum(request, upload, checksums)
    const stored = state.objects.commit(bucket, key, staged, {
      ...upload.attributes,
      etag: multipartEtag(parts),
      checksums,
      checksumType: upload.checksumType,
      upload: { id: upload.id, parts: parts.map(({ size, checksums }) => ({ size, checksums })) },
    })
    state.uploads.end(upload)
    return answer(request, stored)
  } catch (error) {
    state.objects.discard(staged)
    throw error
  }
}

/** The object that an upload has become already: a client that missed the answer asks again. */
function findFinished(
  { bucket, key, query }: S3Request,
  { objects }: S3State,
): DiskObject | undefined {
  const object = objects.get(bucket, key)
  return object?.upload?.id === query.get('uploadId') ? object : undefined
}

function readList(body: string): readonly XmlNode[] {
  const listed = parseXml(body, 'CompleteMultipartUpload')?.children('Part') ?? []
  if (listed.length === 0 || listed.length > mostParts) throw malformedXml()
  return listed
}

/** The parts that the client lists, each of which must be there as the client knows it. */
function chooseParts(
  request: S3Request,
  upload: MultipartUpload,
  listed: readonly XmlNode[],
): readonly UploadedPart[] {
  requireOrder(listed)
  const parts = listed.map((entry) => choosePart(upload, entry))
  requireSizes(request, parts)
  return parts
}

/** Stages the bytes of all parts. Whoever ends the upload or sends a part anew meanwhile takes bytes away. */
async function join(
  request: S3Request,
  state: S3State,
  listed: readonly XmlNode[],
  parts: readonly UploadedPart[],
  whole: Checksum | undefined,
): Promise<StagedFile> {
  try {
    // The object's ETag is made of those of its parts.
    return await state.objects.stage(concatenate(parts, whole), { withMd5: false })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      chooseParts(request, requireUpload(request, state), listed)
    }
    throw error
  }
}

async function* concatenate(
  parts: readonly UploadedPart[],
  whole: Checksum | undefined,
): AsyncGenerator<Buffer, void, undefined> {
  for (const part of parts) {
    for await (const chunk of createReadStream(part.path, { highWaterMark: copyBlock })) {
      whole?.update(chunk)
      yield chunk
    }
  }
}

function answer({ bucket, key, context }: S3Request, stored: DiskObject): S3Response {
  const hasChecksum = Object.keys(stored.checksums).length > 0
  return {
    headers: describeEncryption(stored.headers),
    body: s3Xml('CompleteMultipartUploadResult', {
      Location: `${context.endpoint}/${bucket}/${encodeURIComponent(key)}`,
      Bucket: bucket,
      Key: key,
      ETag: stored.etag,
      ...formatChecksums(stored.checksums),
      ...(hasChecksum && { ChecksumType: stored.checksumType }),
    }),
  }
}
