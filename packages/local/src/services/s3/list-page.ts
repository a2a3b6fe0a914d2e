import type { XmlValue } from '../../protocols/xml.ts'
import type { DiskObject } from '../../state/disk-object.ts'
import { compareKeys } from '../../state/sorted-keys.ts'
import { storageClassOf } from './object-settings.ts'
import { invalidArgument } from './s3-errors.ts'
import type { S3Request, S3State } from './s3-request.ts'

/** What both generations of listing ask for. */
export interface ListQuery {
  readonly prefix: string
  readonly delimiter: string
  readonly maxKeys: number
  /** Writes keys as the client wants them: as they are, or percent-encoded. */
  readonly encode: (key: string) => string
  readonly encodingType: string | undefined
}

/** One page of a listing. */
export interface ListPage {
  readonly objects: readonly DiskObject[]
  /** Beginnings of keys up to the delimiter, each standing for all keys that begin so. */
  readonly commonPrefixes: readonly string[]
  readonly isTruncated: boolean
  /** The last key or common prefix of the page: the next one starts after it. */
  readonly last: string | undefined
}

const mostKeys = 1000

/** Reads what a listing asks for. */
export function readListQuery(request: S3Request): ListQuery {
  const { query } = request
  const encodingType = query.get('encoding-type') ?? undefined
  if (encodingType !== undefined && encodingType !== 'url') {
    throw invalidArgument(
      'Invalid Encoding Method specified in Request',
      'encoding-type',
      encodingType,
    )
  }
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    maxKeys: Math.min(readCount(request, 'max-keys', mostKeys), mostKeys),
    encode: encodingType === 'url' ? encodeKey : (key) => key,
    encodingType,
  }
}

/** A number of a query, such as `max-keys`. */
export function readCount({ query }: S3Request, name: string, absent: number): number {
  const value = query.get(name)
  if (value === null || value === '') return absent
  if (/^\d{1,10}$/.test(value)) return Number(value)
  throw invalidArgument(`Provided ${name} not an integer or within integer range`, name, value)
}

/** The page that begins after the key or common prefix `after`. */
export function takePage(
  { objects: store }: S3State,
  bucket: string,
  { prefix, delimiter, maxKeys }: ListQuery,
  after: string,
): ListPage {
  const objects: DiskObject[] = []
  const commonPrefixes: string[] = []
  let last: string | undefined
  let isTruncated = false
  for (const object of store.scan(bucket, prefix, after)) {
    const cut = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length)
    const name = cut < 0 ? object.key : object.key.slice(0, cut + delimiter.length)
    if (name === last || compareKeys(name, after) <= 0) continue
    if (objects.length + commonPrefixes.length >= maxKeys) {
      isTruncated = maxKeys > 0
      break
    }
    if (cut < 0) objects.push(object)
    else commonPrefixes.push(name)
    last = name
  }
  return { objects, commonPrefixes, isTruncated, last }
}

/** The part of the answer that both generations share; with the owner of the objects, if one is given. */
export function formatPage(
  bucket: string,
  query: ListQuery,
  page: ListPage,
  owner: string | undefined,
): Record<string, XmlValue> {
  const { encode } = query
  return {
    Name: bucket,
    Prefix: encode(query.prefix),
    Delimiter: query.delimiter === '' ? undefined : encode(query.delimiter),
    MaxKeys: query.maxKeys,
    EncodingType: query.encodingType,
    IsTruncated: page.isTruncated,
    Contents: page.objects.map((object) => ({
      Key: encode(object.key),
      LastModified: object.lastModified.toISOString(),
      ETag: object.etag,
      ...formatChecksumAlgorithms(object),
      Size: object.size,
      StorageClass: storageClassOf(object),
      ...(owner !== undefined && { Owner: { ID: owner } }),
    })),
    CommonPrefixes: page.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
  }
}

function formatChecksumAlgorithms(object: DiskObject): Record<string, XmlValue> {
  const algorithms = Object.keys(object.checksums).map((name) => name.toUpperCase())
  if (algorithms.length === 0) return {}
  return { ChecksumAlgorithm: algorithms, ChecksumType: object.checksumType }
}

/** Slashes stay, and a space is `%20`, which readers of either habit take for a space. */
function encodeKey(key: string): string {
  return encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
}
