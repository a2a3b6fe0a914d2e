import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { ChecksumAlgorithm } from '../protocols/checksums.ts'
import type { DataFolder } from './data-folder.ts'
import type { DiskObject, DiskObjectAttributes } from './disk-object.ts'
import { newIdentifier } from './identifiers.ts'
import { readJsonFiles, writeJsonFile } from './json-file.ts'
import type { StagedFile } from './staged-file.ts'
import { removeStrays } from './strays.ts'

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
  readonly algorithm?: ChecksumAlgorithm
  readonly checksumType: DiskObject['checksumType']
  readonly parts: ReadonlyMap<number, UploadedPart>
}

interface OpenUpload extends MultipartUpload {
  readonly parts: Map<number, UploadedPart>
}

/** An upload as its file holds it. */
type UploadRecord = Omit<MultipartUpload, 'parts' | 'initiatedAt'> & {
  readonly initiatedAt: string
}

/** A part as its file holds it; its bytes are in the file `blob` beside it. */
type PartRecord = Omit<UploadedPart, 'path' | 'lastModified'> & {
  readonly lastModified: string
  readonly blob: string
}

/**
 * Uploads in parts in progress, on disk: a record an upload, a folder beside it, and in the folder two
 * files a part. Renaming a record into place is what makes an upload or a part exist, so what a client
 * was told of survives the server.
 */
export class MultipartUploads {
  readonly #root: string
  readonly #open = new Map<string, OpenUpload>()

  constructor(data: DataFolder) {
    this.#root = data.folder('s3-uploads')
    for (const record of readJsonFiles(this.#root)) this.#restore(record as UploadRecord)
    removeStrays(this.#root, (name) => this.#open.has(name.replace(/\.json$/, '')))
  }

  begin(upload: Omit<MultipartUpload, 'id' | 'parts'>): MultipartUpload {
    const id = newIdentifier()
    mkdirSync(this.#folderOf(id))
    try {
      writeJsonFile(this.#recordOf(id), { ...upload, id })
    } catch (error) {
      rmSync(this.#folderOf(id), { recursive: true, force: true })
      throw error
    }
    const begun: OpenUpload = { ...upload, id, parts: new Map() }
    this.#open.set(id, begun)
    return begun
  }

  get(id: string): MultipartUpload | undefined {
    return this.#open.get(id)
  }

  ofBucket(bucket: string): readonly MultipartUpload[] {
    return [...this.#open.values()].filter((upload) => upload.bucket === bucket)
  }

  /** Adds staged bytes as a part, in the place of an older one of its number. */
  addPart(
    { id }: MultipartUpload,
    staged: StagedFile,
    part: Omit<UploadedPart, keyof StagedFile>,
  ): UploadedPart {
    const upload = this.#open.get(id)
    if (upload === undefined) throw new Error(`There is no upload "${id}".`)
    const blob = `${newIdentifier()}.bytes`
    const path = join(this.#folderOf(id), blob)
    const { size, md5 } = staged
    renameSync(staged.path, path)
    try {
      writeJsonFile(join(this.#folderOf(id), `${part.number}.json`), { ...part, size, md5, blob })
    } catch (error) {
      rmSync(path, { force: true })
      throw error
    }
    const replaced = upload.parts.get(part.number)
    const added = { ...part, size, md5, path }
    upload.parts.set(part.number, added)
    if (replaced !== undefined) rmSync(replaced.path, { force: true })
    return added
  }

  /** Forgets the upload and removes its parts. */
  end({ id }: MultipartUpload): void {
    this.#open.delete(id)
    rmSync(this.#recordOf(id), { force: true })
    rmSync(this.#folderOf(id), { recursive: true, force: true })
  }

  #restore(record: UploadRecord): void {
    const folder = this.#folderOf(record.id)
    mkdirSync(folder, { recursive: true })
    const parts = readJsonFiles(folder) as PartRecord[]
    const known = new Set(parts.flatMap(({ number, blob }) => [`${number}.json`, blob]))
    removeStrays(folder, (name) => known.has(name))
    this.#open.set(record.id, {
      ...record,
      initiatedAt: new Date(record.initiatedAt),
      parts: new Map(parts.map((part) => [part.number, toPart(folder, part)])),
    })
  }

  #folderOf(id: string): string {
    return join(this.#root, id)
  }

  #recordOf(id: string): string {
    return join(this.#root, `${id}.json`)
  }
}

function toPart(folder: string, { blob, ...record }: PartRecord): UploadedPart {
  return { ...record, lastModified: new Date(record.lastModified), path: join(folder, blob) }
}
