import { createReadStream } from 'node:fs'
import { AwsError } from '../../errors.ts'
import type { Checksum } from '../../protocols/checksums.ts'
import { readBody } from '../../protocols/read-body.ts'
import { parseXml, type XmlNode } from '../../protocols/xml.ts'
import { checkWriteConditions } from './conditions.ts'
import {
  multipartChecksums,
  multipartEtag,
  requirePromisedChecksum,
  wholeChecksum,
} from './multipart-checksums.ts'
import type { MultipartUpload, UploadedPart } from './multipart-uploads.ts'
import { malformedXml, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const smallestPart = 5 * 1024 ** 2
const bodyLimit = 4 * 1024 ** 2
const copyBlock = 1024 ** 2

/** Makes an object of an upload's parts, in the order of their numbers. */
export async function completeMultipartUpload(
  request: S3Request,
  state: S3State,
): Promise<S3Response> {
  const { bucket, key, query } = request
  const { objects, uploads } = state
  requireBucket(objects, bucket)
  const upload = uploads.require(query.get('uploadId'), bucket, key)
  // A checksum in this request's headers is of the object to be, not of this body.
  const body = await readBody(request.message, bodyLimit)
  const order = parseXml(body.toString('utf8'), 'CompleteMultipartUpload')
  if (order === undefined) throw malformedXml()
  const parts = chooseParts(upload, order.children('Part'))
  checkWriteConditions(request, objects.get(bucket, key))

  const whole = wholeChecksum(upload)
  const staged = await objects.stage(concatenate(parts, whole))
  try {
    requireBucket(objects, bucket)
    uploads.require(upload.id, bucket, key)
    checkWriteConditions(request, objects.get(bucket, key))
    const checksums = multipartChecksums(upload, parts, whole)
    requirePromisedChecksum(request, upload, checksums)
    const stored = objects.commit(bucket, key, staged, {
      ...upload.attributes,
      etag: multipartEtag(parts),
      checksums,
      checksumType: upload.checksumType,
    })
    uploads.abort(upload)
    return {
      body: s3Xml('CompleteMultipartUploadResult', {
        Location: `${request.context.endpoint}/${bucket}/${encodeURIComponent(key)}`,
        Bucket: bucket,
        Key: key,
        ETag: stored.etag,
        ...formatChecksums(checksums),
        ...(upload.algorithm !== undefined && { ChecksumType: upload.checksumType }),
      }),
    }
  } catch (error) {
    objects.discard(staged)
    throw error
  }
}

/** The parts that the client lists, each of which must be there as the client knows it. */
function chooseParts(upload: MultipartUpload, listed: readonly XmlNode[]): UploadedPart[] {
  if (listed.length === 0) throw malformedXml()
  const numbers = listed.map((entry) => Number(entry.text('PartNumber')))
  if (!numbers.every((number, index) => number > (numbers[index - 1] ?? 0))) {
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    )
  }
  const parts = listed.map((entry, index) => {
    const part = upload.parts.get(numbers[index] as number)
    if (part === undefined || !isAsListed(part, entry)) throw invalidPart(upload, entry)
    return part
  })
  const small = parts.slice(0, -1).find(({ size }) => size < smallestPart)
  if (small !== undefined) throw tooSmall(small)
  return parts
}

function isAsListed(part: UploadedPart, entry: XmlNode): boolean {
  if (entry.text('ETag')?.replaceAll('"', '') !== part.md5) return false
  return Object.entries(part.checksums).every(([algorithm, value]) => {
    return (entry.text(`Checksum${algorithm.toUpperCase()}`) ?? value) === value
  })
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

function formatChecksums(checksums: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(checksums)
  return Object.fromEntries(
    entries.map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
  )
}

function invalidPart(upload: MultipartUpload, entry: XmlNode): AwsError {
  return new AwsError(
    'InvalidPart',
    "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: upload.id, PartNumber: entry.text('PartNumber'), ETag: entry.text('ETag') },
  )
}

function tooSmall(part: UploadedPart): AwsError {
  return new AwsError(
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    400,
    {
      ETag: part.md5,
      MinSizeAllowed: smallestPart,
      PartNumber: part.number,
      ProposedSize: part.size,
    },
  )
}
