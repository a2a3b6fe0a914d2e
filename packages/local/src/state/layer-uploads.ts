import { createHash, type Hash } from 'node:crypto'
import { appendFileSync, rmSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFolder } from './data-folder.ts'
import { newIdentifier } from './identifiers.ts'

/** An upload of a layer that has begun and not ended. */
export interface LayerUpload {
  readonly id: string
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
    const path = join(this.#scratch, id)
    const upload = { id, repository, path, size: 0, partSizes: [], hash: createHash('sha256') }
    appendFileSync(path, '')
    this.#open.set(id, upload)
    return upload
  }

  get(id: string, repository: string): LayerUpload | undefined {
    const upload = this.#open.get(id)
    return upload?.repository === repository ? upload : undefined
  }

  /** Adds the chunks at the end. What arrived of a part that broke off stays, as the size then says. */
  async append(id: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
    const upload = this.#open.get(id) as OpenUpload
    const before = upload.size
    try {
      for await (const chunk of chunks) {
        await appendFile(upload.path, chunk)
        upload.hash.update(chunk)
        upload.size += chunk.length
      }
    } finally {
      if (upload.size > before) upload.partSizes.push(upload.size - before)
    }
  }

  /** The digest of what has arrived. */
  digest(id: string): string {
    const upload = this.#open.get(id) as OpenUpload
    return `sha256:${upload.hash.copy().digest('hex')}`
  }

  /** Forgets the upload; its file stays for whoever takes it. */
  close(id: string): void {
    this.#open.delete(id)
  }

  cancel(id: string): void {
    const upload = this.#open.get(id)
    this.#open.delete(id)
    if (upload !== undefined) rmSync(upload.path, { force: true })
  }
}
