import { readCount } from './list-page.ts'
import { formatChecksums } from './object-headers.ts'
import { storageClassOf } from './object-settings.ts'
import { requireUpload } from './require-upload.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const mostParts = 1000

/** Lists the parts of an upload that have arrived. */
export function listParts(request: S3Request, state: S3State): S3Response {
  const { bucket, key, context } = request
  requireBucket(state.objects, bucket)
  const upload = requireUpload(request, state)
  const marker = readCount(request, 'part-number-marker', 0)
  const maxParts = Math.min(readCount(request, 'max-parts', mostParts), mostParts)

  const rest = [...upload.parts.values()]
    .filter(({ number }) => number > marker)
    .sort((a, b) => a.number - b.number)
  const page = rest.slice(0, maxParts)
  const owner = { ID: context.accountId }
  return {
    body: s3Xml('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: upload.id,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number,
      MaxParts: maxParts,
      IsTruncated: page.length < rest.length,
      Initiator: owner,
      Owner: owner,
      StorageClass: storageClassOf({ headers: upload.attributes.headers ?? {} }),
      ...(upload.algorithm && {
        ChecksumAlgorithm: upload.algorithm.toUpperCase(),
        ChecksumType: upload.checksumType,
      }),
      Part: page.map((part) => ({
        PartNumber: part.number,
        LastModified: part.lastModified.toISOString(),
        ETag: `"${part.md5}"`,
        Size: part.size,
        ...formatChecksums(part.checksums),
      })),
    }),
  }
}
