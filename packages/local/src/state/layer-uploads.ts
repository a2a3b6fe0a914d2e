import { createHash, type Hash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { newIdentifier } from './identifiers.ts'

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

/** Uploads of layers in progress: each is a file that grows and a hash that grows with it. */
export class LayerUploads {
  readonly #scratch: string
  readonly #open = new Map<string, OpenUpload>()

  constructor(data: DataFolder) {
    this.#scratch = data.folder('scratch')
  }

  begin(repository: string): LayerUpload {
    const id = newIdentifier()
    const upload: OpenUpload = {
      id,
      repository,
      path: join(this.#scratch, id),
      size: 0,
      partSizes: [],
      hash: createHash('sha256'),
      idle: Promise.resolve(),
    }
    writeFileSync(upload.path, '')
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
    const appended = upload.idle.then(() => grow(upload, chunks, offset))
    upload.idle = appended.catch(() => undefined)
    return appended
  }

  /** The digest of what has arrived. */
  digest({ id }: LayerUpload): string {
    return `sha256:${this.#require(id).hash.copy().digest('hex')}`
  }

  /** Forgets the upload; its file is now its taker's. */
  close({ id }: LayerUpload): void {
    this.#open.delete(id)
  }

  /** Forgets the upload and removes its file. */
  cancel({ id, path }: LayerUpload): void {
    this.#open.delete(id)
    rmSync(path, { force: true })
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
  } finally {
    if (upload.size > offset) upload.partSizes.push(upload.size - offset)
  }
  return true
}
