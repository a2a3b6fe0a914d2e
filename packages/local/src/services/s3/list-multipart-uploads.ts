import type { MultipartUpload } from '../../state/multipart-uploads.ts'
import { compareKeys } from '../../state/sorted-keys.ts'
import { readCount, readListQuery } from './list-page.ts'
import { storageClassOf } from './object-settings.ts'
import { requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const mostUploads = 1000

/** Lists a page of a bucket's uploads that have begun and not ended, by key and, of one key, by their begin. */
export function listMultipartUploads(request: S3Request, state: S3State): S3Response {
  const { bucket, query, context } = request
  requireBucket(state.objects, bucket)
  const { prefix, delimiter, encode, encodingType } = readListQuery(request)
  const maxUploads = Math.min(readCount(request, 'max-uploads', mostUploads), mostUploads)
  const keyMarker = query.get('key-marker') ?? ''
  const idMarker = keyMarker === '' ? '' : (query.get('upload-id-marker') ?? '')
  const groups = group(afterMarker(inOrder(state, bucket, prefix), keyMarker, idMarker), (key) => {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
    const common = cut < 0 ? undefined : key.slice(0, cut + delimiter.length)
    return common !== undefined && compareKeys(common, keyMarker) <= 0 ? null : common
  })
  const page = groups.slice(0, maxUploads)
  const last = page.at(-1)
  const isTruncated = maxUploads > 0 && page.length < groups.length
  const owner = { ID: context.accountId }
  return {
    body: s3Xml('ListMultipartUploadsResult', {
      Bucket: bucket,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: idMarker,
      ...(isTruncated &&
        last && {
          NextKeyMarker: encode(last.prefix ?? last.upload.key),
          NextUploadIdMarker: last.prefix === undefined ? last.upload.id : '',
        }),
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      EncodingType: encodingType,
      MaxUploads: maxUploads,
      IsTruncated: isTruncated,
      Upload: page
        .filter((entry) => entry.prefix === undefined)
        .map(({ upload }) => ({
          Key: encode(upload.key),
          UploadId: upload.id,
          Initiator: owner,
          Owner: owner,
          StorageClass: storageClassOf({ headers: upload.attributes.headers ?? {} }),
          Initiated: upload.initiatedAt.toISOString(),
          ...(upload.algorithm && {
            ChecksumAlgorithm: upload.algorithm.toUpperCase(),
            ChecksumType: upload.checksumType,
          }),
        })),
      CommonPrefixes: page.flatMap((entry) =>
        entry.prefix === undefined ? [] : { Prefix: encode(entry.prefix) },
      ),
    }),
  }
}

/** One line of the listing: an upload, or the prefix that stands for several. */
interface Entry {
  readonly upload: MultipartUpload
  readonly prefix: string | undefined
}

function inOrder({ uploads }: S3State, bucket: string, prefix: string): MultipartUpload[] {
  return uploads
    .ofBucket(bucket)
    .filter(({ key }) => key.startsWith(prefix))
    .sort(
      (a, b) =>
        compareKeys(a.key, b.key) ||
        a.initiatedAt.getTime() - b.initiatedAt.getTime() ||
        compareKeys(a.id, b.id),
    )
}

/** What follows the last upload of the page before or, without its id, all uploads of its key. */
function afterMarker(
  uploads: readonly MultipartUpload[],
  key: string,
  id: string,
): readonly MultipartUpload[] {
  if (key === '') return uploads
  const place = uploads.findIndex((upload) => upload.key === key && upload.id === id)
  if (place >= 0) return uploads.slice(place + 1)
  return uploads.filter((upload) => compareKeys(upload.key, key) > 0)
}

/** Uploads of one common prefix are one entry; `null` stands for a prefix that an earlier page had. */
function group(
  uploads: readonly MultipartUpload[],
  prefixOf: (key: string) => string | null | undefined,
): Entry[] {
  const entries: Entry[] = []
  for (const upload of uploads) {
    const prefix = prefixOf(upload.key)
    if (prefix === null) continue
    if (prefix !== undefined && entries.at(-1)?.prefix === prefix) continue
    entries.push({ upload, prefix })
  }
  return entries
}
