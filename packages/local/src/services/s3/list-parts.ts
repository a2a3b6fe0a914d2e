import { invalidArgument, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const mostParts = 1000

/** Lists the parts of an upload that have arrived. */
export function listParts(request: S3Request, { objects, uploads }: S3State): S3Response {
  const { bucket, key, query } = request
  requireBucket(objects, bucket)
  const upload = uploads.require(query.get('uploadId'), bucket, key)
  const marker = readNumber(request, 'part-number-marker', 0)
  const maxParts = Math.min(readNumber(request, 'max-parts', mostParts), mostParts)

  const rest = [...upload.parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number)
  const page = rest.slice(0, maxParts)
  return {
    body: s3Xml('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: upload.id,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number,
      MaxParts: maxParts,
      IsTruncated: page.length < rest.length,
      StorageClass: 'STANDARD',
      Part: page.map((part) => ({
        PartNumber: part.number,
        LastModified: part.lastModified.toISOString(),
        ETag: `"${part.md5}"`,
        Size: part.size,
      })),
    }),
  }
}

/** Lists the uploads of a bucket that have begun and not ended. */
export function listMultipartUploads(
  { bucket, query }: S3Request,
  { objects, uploads }: S3State,
): S3Response {
  requireBucket(objects, bucket)
  const prefix = query.get('prefix') ?? ''
  const open = uploads.ofBucket(bucket).filter(({ key }) => key.startsWith(prefix))
  return {
    body: s3Xml('ListMultipartUploadsResult', {
      Bucket: bucket,
      Prefix: prefix,
      IsTruncated: false,
      Upload: open.map(({ key, id, initiatedAt }) => ({
        Key: key,
        UploadId: id,
        Initiated: initiatedAt.toISOString(),
        StorageClass: 'STANDARD',
      })),
    }),
  }
}

function readNumber({ query }: S3Request, name: string, absent: number): number {
  const value = query.get(name)
  if (value === null || value === '') return absent
  if (/^\d{1,10}$/.test(value)) return Number(value)
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, value)
}
