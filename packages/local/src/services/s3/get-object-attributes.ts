import type { XmlValue } from '../../protocols/xml.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import { formatChecksums } from './object-headers.ts'
import { storageClassOf } from './object-settings.ts'
import { invalidArgument, requireObject } from './s3-errors.ts'
import type { S3Request, S3Response, S3State } from './s3-request.ts'
import { s3Xml } from './s3-xml.ts'

const wanted = 'x-amz-object-attributes'
const mostParts = 1000

/** What may be asked for, and how it is answered; undefined is left out. */
const attributes: Readonly<Record<string, (object: DiskObject, request: S3Request) => XmlValue>> = {
  ETag: ({ etag }) => etag.slice(1, -1),
  Checksum: ({ checksums, checksumType }) =>
    Object.keys(checksums).length === 0
      ? undefined
      : { ...formatChecksums(checksums), ChecksumType: checksumType },
  ObjectParts: formatParts,
  StorageClass: storageClassOf,
  ObjectSize: ({ size }) => size,
}

/** Tells of an object what the client asks for, without its bytes. */
export function getObjectAttributes(request: S3Request, { objects }: S3State): S3Response {
  const object = requireObject(objects, request.bucket, request.key)
  const names = (request.header(wanted) ?? '').split(',').map((name) => name.trim())
  const unknown = names.find((name) => !Object.hasOwn(attributes, name))
  if (unknown !== undefined) {
    throw invalidArgument('Invalid attribute name specified.', wanted, unknown)
  }
  return {
    headers: { 'last-modified': object.lastModified.toUTCString() },
    body: s3Xml(
      'GetObjectAttributesResponse',
      Object.fromEntries(names.map((name) => [name, attributes[name]?.(object, request)])),
    ),
  }
}

function formatParts({ upload }: DiskObject, request: S3Request): XmlValue {
  if (upload === undefined) return undefined
  const marker = readHeader(request, 'x-amz-part-number-marker', 0)
  const maxParts = Math.min(readHeader(request, 'x-amz-max-parts', mostParts), mostParts)
  const page = upload.parts.slice(marker, marker + maxParts)
  const last = marker + page.length
  return {
    PartsCount: upload.parts.length,
    PartNumberMarker: marker,
    NextPartNumberMarker: last,
    MaxParts: maxParts,
    IsTruncated: last < upload.parts.length,
    Part: page.map(({ size, checksums }, index) => ({
      PartNumber: marker + index + 1,
      Size: size,
      ...formatChecksums(checksums),
    })),
  }
}

function readHeader(request: S3Request, name: string, absent: number): number {
  const value = request.header(name)
  if (value === undefined) return absent
  if (/^\d{1,10}$/.test(value)) return Number(value)
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, value)
}
