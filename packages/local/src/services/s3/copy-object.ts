import { type ChecksumAlgorithm, createChecksum } from '../../protocols/checksums.ts'
import type { DiskObject, DiskObjectAttributes } from '../../state/disk-object.ts'
import { checkWriteConditions } from './conditions.ts'
import { requireCopySource, stageStored } from './copy-source.ts'
import { requireAlgorithm } from './expected-checksum.ts'
import { copiedAttributes, formatChecksums, readObjectAttributes } from './object-headers.ts'
import { describeEncryption } from './object-settings.ts'
import { requireWritableKey } from './put-object.ts'
import { invalidArgument, invalidRequest, requireBucket } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'
import { readTagHeader } from './tags.ts'

const largestSource = 5 * 1024 ** 3

/** Makes an object of another one's bytes. */
export async function copyObject(request: S3Request, state: S3State): Promise<S3Response> {
  const { bucket, key } = request
  const { objects } = state
  requireBucket(objects, bucket)
  requireWritableKey(key)
  const source = requireCopySource(request, state)
  requireCopyable(request, source)
  const attributes = readAttributes(request, source)
  checkWriteConditions(request, objects.get(bucket, key))

  const algorithm = readAlgorithm(request)
  const checksum = algorithm && createChecksum(algorithm)
  const staged = await stageStored(state, source, { checksum })
  try {
    requireBucket(objects, bucket)
    checkWriteConditions(request, objects.get(bucket, key))
  } catch (error) {
    objects.discard(staged)
    throw error
  }
  const stored = objects.commit(bucket, key, staged, {
    ...attributes,
    checksums: algorithm && checksum ? { [algorithm]: checksum.digest() } : wholeChecksums(source),
  })
  return {
    headers: describeEncryption(stored.headers),
    body: s3Xml('CopyObjectResult', {
      ETag: stored.etag,
      LastModified: stored.lastModified.toISOString(),
      ...formatChecksums(stored.checksums),
    }),
  }
}

/** Whether a header says that a copy is to get something anew instead of taking over the source's. */
function replaces(request: S3Request, header: string, message: string): boolean {
  const directive = request.header(header) ?? 'COPY'
  if (directive === 'REPLACE' || directive === 'COPY') return directive === 'REPLACE'
  throw invalidArgument(message, header, directive)
}

function readAttributes(request: S3Request, source: DiskObject): DiskObjectAttributes {
  const tags = replaces(request, 'x-amz-tagging-directive', 'Unknown tagging directive.')
    ? readTagHeader(request)
    : source.tags
  const isNew = replaces(request, 'x-amz-metadata-directive', 'Unknown metadata directive.')
  return { ...(isNew ? readObjectAttributes(request) : copiedAttributes(source, request)), tags }
}

function requireCopyable(request: S3Request, source: DiskObject): void {
  if (source.size > largestSource) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${largestSource}`,
    )
  }
  if (source.bucket !== request.bucket || source.key !== request.key) return
  const changes = [
    'x-amz-storage-class',
    'x-amz-website-redirect-location',
    'x-amz-server-side-encryption',
  ]
  if (request.header('x-amz-metadata-directive') === 'REPLACE') return
  if (changes.some((name) => request.header(name) !== undefined)) return
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  )
}

/** The checksum that the client asks for; without a word the copy has its source's. */
function readAlgorithm(request: S3Request): ChecksumAlgorithm | undefined {
  const name = request.header('x-amz-checksum-algorithm')
  return name === undefined ? undefined : requireAlgorithm(name)
}

/** A checksum of parts says nothing of a copy, which has none. */
function wholeChecksums({ checksums, checksumType }: DiskObject): DiskObject['checksums'] {
  return checksumType === 'FULL_OBJECT' ? checksums : {}
}
