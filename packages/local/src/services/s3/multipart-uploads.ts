import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AwsError } from '../../errors.ts'
import type { ChecksumAlgorithm } from '../../protocols/checksums.ts'
import type { DiskObject, DiskObjectAttributes } from '../../state/disk-object.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import { readJsonFile, writeJsonFile } from '../../state/json-file.ts'
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

type OpenUpload = MultipartUpload & { readonly parts: Map<number, UploadedPart> }

/** An upload as its file holds it; each part has a file of its own. */
type UploadRecord = Omit<MultipartUpload, 'parts' | 'initiatedAt'> & {
  readonly initiatedAt: string
}

/** A part as its file holds it. */
type PartRecord = Omit<UploadedPart, 'path' | 'lastModified'> & {
  readonly lastModified: string
  readonly blob: string
}

const uploadRecord = 'upload.json'

/**
 * Uploads in parts in progress: a folder an upload, which holds the upload's record and for each part its bytes and a
 * record. Writing that is what makes a part arrive, so that a server that is killed has all that it has acknowledged.
 */
export class MultipartUploads {
  readonly #root: string
  readonly #open = new Map<string, OpenUpload>()

  /** Goes on with the uploads that the folder holds. */
  constructor(root: string) {
    this.#root = root
    for (const id of readdirSync(root)) {
      const upload = restoreUpload(join(root, id))
      if (upload !== undefined) this.#open.set(id, upload)
    }
  }

  begin(upload: Omit<MultipartUpload, 'id' | 'parts'>): MultipartUpload {
    const record = { ...upload, id: newIdentifier() }
    mkdirSync(join(this.#root, record.id))
    writeJsonFile(join(this.#root, record.id, uploadRecord), record)
    const begun = { ...record, parts: new Map<number, UploadedPart>() }
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

  /** Adds a part, in the place of an older one of its number; undefined when the upload has ended meanwhile. */
  addPart({ id }: MultipartUpload, { path, ...arrived }: UploadedPart): UploadedPart | undefined {
    const upload = this.#open.get(id)
    if (upload === undefined) return undefined
    const folder = join(this.#root, id)
    const blob = `${newIdentifier()}.bytes`
    const part = { ...arrived, path: join(folder, blob) }
    const replaced = upload.parts.get(part.number)
    renameSync(path, part.path)
    writeJsonFile(join(folder, `part-${part.number}.json`), { ...arrived, blob })
    upload.parts.set(part.number, part)
    if (replaced !== undefined) rmSync(replaced.path, { force: true })
    return part
  }

  /** Forgets the upload and removes its parts. */
  abort({ id }: MultipartUpload): void {
    this.#open.delete(id)
    // First what makes it an upload: of what is left after a kill, the next start removes the rest.
    rmSync(join(this.#root, id, uploadRecord), { force: true })
    rmSync(join(this.#root, id), { recursive: true, force: true })
  }
}

/** The upload that a folder holds; a folder without one is removed, as are bytes of which no record knows. */
function restoreUpload(folder: string): OpenUpload | undefined {
  if (!existsSync(join(folder, uploadRecord))) {
    rmSync(folder, { recursive: true, force: true })
    return undefined
  }
  const names = readdirSync(folder)
  const record = readJsonFile(join(folder, uploadRecord)) as UploadRecord
  const parts = names
    .filter((name) => /^part-\d+\.json$/.test(name))
    .map((name) => restorePart(folder, readJsonFile(join(folder, name)) as PartRecord))
  const known = new Set(parts.map(({ path }) => path))
  for (const path of names.map((name) => join(folder, name))) {
    if (path.endsWith('.bytes') && !known.has(path)) rmSync(path)
  }
  return {
    ...record,
    initiatedAt: new Date(record.initiatedAt),
    parts: new Map(parts.map((part) => [part.number, part])),
  }
}

function restorePart(folder: string, { blob, ...part }: PartRecord): UploadedPart {
  return { ...part, path: join(folder, blob), lastModified: new Date(part.lastModified) }
}
