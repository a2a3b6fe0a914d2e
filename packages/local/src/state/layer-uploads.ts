import { createHash, type Hash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { newIdentifier } from './identifiers.ts'
import { readJsonFile, writeJsonFile } from './json-file.ts'

/** An upload of a layer that has begun and not ended. */
export interface LayerUpload {
  readonly id: string
  /** The key of the repository that it is for. */
  readonly repository: string
  readonly path: string
  /** Bytes so far. */
  readonly size: number
  /** Bytes of each part so far. */
  readonly partSizes: readonly number[]
}

interface OpenUpload extends LayerUpload {
  size: number
  readonly partSizes: number[]
  readonly hash: Hash
  /** Resolves when the parts that came before are written. */
  idle: Promise<unknown>
}

/** What an upload's own small file holds, beside its bytes. */
type UploadRecord = Pick<LayerUpload, 'id' | 'repository' | 'partSizes'>

/**
 * Uploads of layers in progress: each is a file that grows, a hash that grows with it, and a record that says how much of
 * it was acknowledged.
 */
export class LayerUploads {
  readonly #folder: string
  readonly #open = new Map<string, OpenUpload>()

  /** Goes on with the uploads that the folder holds. */
  constructor(data: Pick<DataFolder, 'folder'>) {
    this.#folder = data.folder('ecr/uploads')
    const names = readdirSync(this.#folder)
    for (const name of names.filter((one) => one.endsWith('.json'))) {
      const record = readJsonFile(join(this.#folder, name)) as UploadRecord
      const path = this.#bytesPath(record.id)
      if (existsSync(path)) this.#open.set(record.id, restore(record, path))
      else rmSync(join(this.#folder, name))
    }
    for (const name of names.filter((one) => one.endsWith('.bytes'))) {
      if (!this.#open.has(name.replace(/\.bytes$/, ''))) rmSync(join(this.#folder, name))
    }
  }

  begin(repository: string): LayerUpload {
    const id = newIdentifier()
    const upload: OpenUpload = {
      id,
      repository,
      path: this.#bytesPath(id),
      size: 0,
      partSizes: [],
      hash: createHash('sha256'),
      idle: Promise.resolve(),
    }
    writeFileSync(upload.path, '')
    this.#save(upload)
    this.#open.set(id, upload)
    return upload
  }

  get(id: string, repository: string): LayerUpload | undefined {
    const upload = this.#open.get(id)
    return upload?.repository === repository ? upload : undefined
  }

  /**
   * Adds the chunks at the end, one part after the other; false when the end is not where the part is to
   * begin. What arrived of a part that broke off stays, as the size then says.
   */
  append(
    { id }: LayerUpload,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    offset?: number,
  ): Promise<boolean> {
    const upload = this.#require(id)
    const appended = upload.idle.then(() =>
      grow(upload, chunks, offset).finally(() => this.#save(upload)),
    )
    upload.idle = appended.catch(() => undefined)
    return appended
  }

  /** The digest of what has arrived. */
  digest({ id }: LayerUpload): string {
    return `sha256:${this.#require(id).hash.copy().digest('hex')}`
  }

  /** Forgets the upload, whose file its taker has moved away, or removes it. */
  close({ id, path }: LayerUpload): void {
    this.#open.delete(id)
    rmSync(path, { force: true })
    rmSync(this.#recordPath(id), { force: true })
  }

  #save(upload: OpenUpload): void {
    const { id, repository, partSizes } = upload
    const record: UploadRecord = { id, repository, partSizes }
    if (existsSync(upload.path)) writeJsonFile(this.#recordPath(id), record)
  }

  #bytesPath(id: string): string {
    return join(this.#folder, `${id}.bytes`)
  }

  #recordPath(id: string): string {
    return join(this.#folder, `${id}.json`)
  }

  #require(id: string): OpenUpload {
    const upload = this.#open.get(id)
    if (upload === undefined) throw new Error(`There is no upload "${id}".`)
    return upload
  }
}

async function grow(
  upload: OpenUpload,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  offset = upload.size,
): Promise<boolean> {
  if (offset !== upload.size) return false
  try {
    for await (const chunk of chunks) {
      await appendFile(upload.path, chunk)
      upload.hash.update(chunk)
      upload.size += chunk.length
    }
  } catch (error) {
    // On a full disk a part of a chunk may have been written.
    truncateSync(upload.path, upload.size)
    throw error
  } finally {
    if (upload.size > offset) upload.partSizes.push(upload.size - offset)
  }
  return true
}

/** The upload as it was when its last part was acknowledged; the bytes of a part that came after are cut off. */
function restore({ id, repository, partSizes }: UploadRecord, path: string): OpenUpload {
  const size = partSizes.reduce((sum, one) => sum + one, 0)
  truncateSync(path, size)
  return {
    id,
    repository,
    path,
    size,
    partSizes: [...partSizes],
    hash: hashOf(path),
    idle: Promise.resolve(),
  }
}

function hashOf(path: string): Hash {
  const hash = createHash('sha256')
  const block = Buffer.alloc(1024 ** 2)
  const descriptor = openSync(path, 'r')
  try {
    for (;;) {
      const length = readSync(descriptor, block)
      if (length === 0) return hash
      hash.update(block.subarray(0, length))
    }
  } finally {
    closeSync(descriptor)
  }
}
