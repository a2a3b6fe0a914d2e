import { AwsError } from '../../errors.ts'
import type { DiskObject, DiskObjectAttributes } from '../../state/disk-object.ts'
import { readObjectSettings } from './object-settings.ts'
import type { S3Request } from './s3-request.ts'

const metadataPrefix = 'x-amz-meta-'
const metadataLimit = 2048
/** Headers of an upload that describe the object: they are stored and come back with it. */
const descriptive = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const

/** What a request says about the object that it makes. */
export function readObjectAttributes(request: S3Request): DiskObjectAttributes {
  const contentType = request.header('content-type')
  return {
    ...(contentType !== undefined && { contentType }),
    metadata: readMetadata(request),
    headers: { ...readDescription(request), ...readObjectSettings(request) },
  }
}

/** What a copy keeps of its source's attributes; the settings are those of the copying request. */
export function copiedAttributes(source: DiskObject, request: S3Request): DiskObjectAttributes {
  const kept = descriptive.flatMap((name): [string, string][] => {
    const value = source.headers[name]
    return value === undefined ? [] : [[name, value]]
  })
  return {
    contentType: source.contentType,
    metadata: source.metadata,
    headers: { ...Object.fromEntries(kept), ...readObjectSettings(request) },
  }
}

/** The headers that describe an object in answers to GET and HEAD. */
export function describeObject(object: DiskObject): Record<string, string> {
  const headers: Record<string, string> = {
    ...object.headers,
    'content-type': object.contentType,
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  }
  const tagCount = Object.keys(object.tags).length
  if (tagCount > 0) headers['x-amz-tagging-count'] = `${tagCount}`
  for (const [name, value] of Object.entries(object.metadata))
    headers[metadataPrefix + name] = value
  return headers
}

/** The headers that give an object's checksums, where it has any. */
export function describeChecksums({
  checksums,
  checksumType,
}: Pick<DiskObject, 'checksums' | 'checksumType'>): Record<string, string> {
  const entries = Object.entries(checksums)
  if (entries.length === 0) return {}
  return {
    ...Object.fromEntries(entries.map(([name, value]) => [`x-amz-checksum-${name}`, value])),
    'x-amz-checksum-type': checksumType,
  }
}

/** Checksums as XML has them, such as `ChecksumCRC32`. */
export function formatChecksums(
  checksums: Readonly<Record<string, string>>,
): Record<string, string> {
  const entries = Object.entries(checksums)
  return Object.fromEntries(
    entries.map(([name, value]) => [`Checksum${name.toUpperCase()}`, value]),
  )
}

function readMetadata(request: S3Request): Record<string, string> {
  const metadata: Record<string, string> = {}
  let size = 0
  for (const name of Object.keys(request.message.headers)) {
    if (!name.startsWith(metadataPrefix)) continue
    const value = request.header(name) ?? ''
    metadata[name.slice(metadataPrefix.length)] = value
    size += name.length - metadataPrefix.length + value.length
  }
  if (size > metadataLimit) {
    throw new AwsError(
      'MetadataTooLarge',
      'Your metadata headers exceed the maximum allowed metadata size',
      400,
      { Size: size, MaxSizeAllowed: metadataLimit },
    )
  }
  return metadata
}

function readDescription(request: S3Request): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of descriptive) {
    const value = request.header(name)
    const stored = name === 'content-encoding' ? withoutFraming(value) : value
    if (stored) headers[name] = stored
  }
  return headers
}

/** `aws-chunked` was the wire's, not the object's. */
function withoutFraming(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked')
    .join(',')
}
