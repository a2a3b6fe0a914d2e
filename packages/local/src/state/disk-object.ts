import type { ObjectAttributes, StoredObject } from './object-store.ts'

/** A bucket without its objects. */
export interface StoredBucket {
  readonly name: string
  readonly region: string
  /** Account id. */
  readonly owner: string
  readonly createdAt: Date
}

/** An object as the S3 service needs it. */
export interface DiskObject extends StoredObject {
  /** Headers that were stored with it and are sent with it, such as `cache-control`. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the checksums are of the bytes or, as for most multipart uploads, of the parts' checksums. */
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE'
}

/** What the S3 service gives a new object besides its bytes. */
export interface DiskObjectAttributes extends ObjectAttributes {
  readonly headers?: Readonly<Record<string, string>>
  readonly checksums?: Readonly<Record<string, string>>
  readonly checksumType?: DiskObject['checksumType']
  /** Hexadecimal and without quotes; the MD5 of the bytes unless an upload in parts says otherwise. */
  readonly etag?: string
}
