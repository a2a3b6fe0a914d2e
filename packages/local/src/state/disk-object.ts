import type { ObjectAttributes, StoredObject } from './object-store.ts'

/** A bucket without its objects. */
export interface StoredBucket {
  readonly name: string
  readonly region: string
  /** Account id. */
  readonly owner: string
  readonly createdAt: Date
  readonly tags?: Tags
}

/** Values by key. */
export type Tags = Readonly<Record<string, string>>

/** An object as the S3 service needs it. */
export interface DiskObject extends StoredObject {
  /** Headers that were stored with it and are sent with it, such as `cache-control`. */
  readonly headers: Readonly<Record<string, string>>
  /** Whether the checksums are of the bytes or, as for most multipart uploads, of the parts' checksums. */
  readonly checksumType: 'FULL_OBJECT' | 'COMPOSITE'
  readonly tags: Tags
  /** Where it came from, of an object that came in parts. */
  readonly upload?: FinishedUpload
}

/** The upload in parts that an object came of. */
interface FinishedUpload {
  readonly id: string
  /** In their order. */
  readonly parts: readonly ObjectPart[]
}

/** One of the parts that an object came in. */
interface ObjectPart {
  /** Bytes. */
  readonly size: number
  readonly checksums: Readonly<Record<string, string>>
}

/** What the S3 service gives a new object besides its bytes. */
export interface DiskObjectAttributes extends ObjectAttributes {
  readonly headers?: Readonly<Record<string, string>>
  readonly tags?: Tags
  readonly checksums?: Readonly<Record<string, string>>
  readonly checksumType?: DiskObject['checksumType']
  /** Hexadecimal and without quotes; the MD5 of the bytes unless an upload in parts says otherwise. */
  readonly etag?: string
  readonly upload?: FinishedUpload
}
