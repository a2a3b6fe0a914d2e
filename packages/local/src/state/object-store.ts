import type { Readable } from 'node:stream'

/** One object of a bucket. Its bytes are the file at `path`. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** Quoted, as S3 sends it. */
  readonly etag: string
  readonly lastModified: Date
  readonly contentType: string
  readonly metadata: Readonly<Record<string, string>>
  /** Base64 checksums of the whole object by algorithm in lower case, such as `crc32`. */
  readonly checksums: Readonly<Record<string, string>>
  readonly path: string
}

/** What a new object is given besides its bytes. */
export interface ObjectAttributes {
  readonly contentType?: string
  readonly metadata?: Readonly<Record<string, string>>
}

/**
 * Buckets and objects, with the bytes on disk and keys never used as paths. The S3 service is its
 * door for clients; jobs read channels and models from it and write artifacts to it.
 */
export interface ObjectStore {
  hasBucket(bucket: string): boolean
  createBucket(bucket: string, region: string): void
  get(bucket: string, key: string): StoredObject | undefined
  /** Objects whose key starts with the prefix, in the byte order of their keys. */
  list(bucket: string, prefix: string): readonly StoredObject[]
  /** Stores all of the stream or, when it fails, nothing. */
  put(
    bucket: string,
    key: string,
    body: Readable,
    attributes?: ObjectAttributes,
  ): Promise<StoredObject>
  delete(bucket: string, key: string): void
}
