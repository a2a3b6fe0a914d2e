import { rmSync } from 'node:fs'
import { AwsError } from '../../errors.ts'
import type { ChecksumAlgorithm } from '../../protocols/checksums.ts'
import type { DiskObject, DiskObjectAttributes } from '../../state/disk-object.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { StagedFile } from '../../state/staged-file.ts'

/** One part that has arrived. */
export interface UploadedPart extends StagedFile {
  readonly number: number
  readonly checksums: Readonly<Record<string, string>>
  readonly lastModified: Date
}

/** An upload in parts that has begun and not ended. */
export interface MultipartUpload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly initiatedAt: Date
  readonly attributes: DiskObjectAttributes
  readonly algorithm: ChecksumAlgorithm | undefined
  readonly checksumType: DiskObject['checksumType']
  readonly parts: ReadonlyMap<number, UploadedPart>
}

/** Uploads in parts in progress. They live in memory and scratch files, and end with the server. */
export class MultipartUploads {
  readonly #open = new Map<string, MultipartUpload & { parts: Map<number, UploadedPart> }>()

  begin(upload: Omit<MultipartUpload, 'id' | 'parts'>): MultipartUpload {
    const begun = { ...upload, id: newIdentifier(), parts: new Map<number, UploadedPart>() }
    this.#open.set(begun.id, begun)
    return begun
  }

  /** The upload of that id, bucket and key, or S3's error when there is none. */
  require(id: string | null, bucket: string, key: string): MultipartUpload {
    const upload = this.#open.get(id ?? '')
    if (upload?.bucket === bucket && upload.key === key) return upload
    throw new AwsError(
      'NoSuchUpload',
      'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
      404,
      { UploadId: id ?? '' },
    )
  }

  ofBucket(bucket: string): readonly MultipartUpload[] {
    return [...this.#open.values()].filter((upload) => upload.bucket === bucket)
  }

  /** Adds a part, in the place of an older one of its number; false when the upload has ended meanwhile. */
  addPart({ id }: MultipartUpload, part: UploadedPart): boolean {
    const upload = this.#open.get(id)
    if (upload === undefined) return false
    const replaced = upload.parts.get(part.number)
    upload.parts.set(part.number, part)
    if (replaced !== undefined) rmSync(replaced.path, { force: true })
    return true
  }

  /** Forgets the upload and removes its parts. */
  abort({ id, parts }: MultipartUpload): void {
    this.#open.delete(id)
    for (const { path } of parts.values()) rmSync(path, { force: true })
  }
}
