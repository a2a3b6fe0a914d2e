import { createHash } from 'node:crypto'
import { type Checksum, checksumOf, createChecksum } from '../../protocols/checksums.ts'
import type { MultipartUpload, UploadedPart } from '../../state/multipart-uploads.ts'
import { badDigest } from './payload.ts'
import type { S3Request } from './s3-request.ts'

/** S3's ETag of an object that came in parts: the MD5 of the parts' MD5s, and their number. */
export function multipartEtag(parts: readonly UploadedPart[]): string {
  const hash = createHash('md5')
  for (const { md5 } of parts) hash.update(md5, 'hex')
  return `${hash.digest('hex')}-${parts.length}`
}

/** The checksum to take of all bytes, for uploads that are to have one. */
export function wholeChecksum({ algorithm, checksumType }: MultipartUpload): Checksum | undefined {
  if (algorithm === undefined || checksumType === 'COMPOSITE') return undefined
  return createChecksum(algorithm)
}

/** None when a part came without its checksum: then there is nothing to make the object's of. */
export function multipartChecksums(
  { algorithm }: MultipartUpload,
  parts: readonly UploadedPart[],
  whole: Checksum | undefined,
): Record<string, string> {
  if (algorithm === undefined) return {}
  if (whole !== undefined) return { [algorithm]: whole.digest() }
  const ofParts = parts.map(({ checksums }) => checksums[algorithm])
  if (ofParts.some((one) => one === undefined)) return {}
  const joined = Buffer.concat(ofParts.map((one) => Buffer.from(one ?? '', 'base64')))
  return { [algorithm]: `${checksumOf(algorithm, joined)}-${parts.length}` }
}

/** The client may send the checksum that the object has to have, with or without the number of parts. */
export function requirePromisedChecksum(
  request: S3Request,
  { algorithm }: MultipartUpload,
  checksums: Readonly<Record<string, string>>,
): void {
  if (algorithm === undefined) return
  const promised = request.header(`x-amz-checksum-${algorithm}`)
  const actual = checksums[algorithm]
  if (promised === undefined || actual === undefined) return
  if (promised !== actual && promised !== actual.replace(/-\d+$/, '')) {
    throw badDigest(algorithm.toUpperCase())
  }
}
