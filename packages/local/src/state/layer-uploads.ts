import { createHash, type Hash } from 'node:crypto'
import { createReadStream, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from './clock.ts'
import type { DataFolder } from './data-folder.ts'
import { newIdentifier } from './identifiers.ts'
import { readJsonFiles, writeJsonFile } from './json-file.ts'
import { writeAll } from './staged-file.ts'
import { removeStrays } from './strays.ts'

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
  /** Of the bytes so far; undefined in an upload of an earlier run until it is asked for. */
  hash: Hash | undefined
  /** Resolves when the parts that came before are written. */
  idle: Promise<unknown>
}

/** An upload as its file holds it; its bytes are in the file of the same name without `.json`. */
type UploadRecord = Pick<LayerUpload, 'id' | 'repository' | 'partSizes'>

/** Milliseconds after which nobody comes back to an upload: no client waits for a day. */
const longestPause = 24 * 60 * 60 * 1000

/**
 * Uploads of layers in progress: each is a file that grows and a hash that grows with it. A record beside
 * the file says how much of it has been acknowledged, so that a restart loses none of that.
 */
export class LayerUploads {
  readonly #folder: string
  readonly #open = new Map<string, OpenUpload>()

  constructor(data: DataFolder, clock: Clock) {
    this.#folder = data.folder('ecr/uploads')
    const since = clock.now().getTime() - longestPause
    for (const record of readJsonFiles(this.#folder)) this.#restore(record as UploadRecord, since)
    removeStrays(this.#folder, (name) => this.#open.has(name.replace(/\.json$/, '')))
  }

  begin(repository: string): LayerUpload {
    const id = newIdentifier()
    const upload: OpenUpload = {
      id,
      repository,
      path: join(this.#folder, id),
      size: 0,
      partSizes: [],
      hash: createHash('sha256'),
      idle: Promise.resolve(),
    }
    this.#open.set(id, upload)
    try {
      writeFileSync(upload.path, '')
      save(upload)
    } catch (error) {
      this.end(upload)
      throw error
    }
    return upload
  }

  get(id: string, repository: string): LayerUpload | undefined {
    const upload = this.#open.get(id)
    return upload?.repository === repository ? upload : undefined
  }

  /**
   * Adds the chunks at the end, one part after the other; false when the end is not where the part is to
   * begin, or the upload has ended. What arrived of a part that broke off stays, as the size then says.
   */
  append(
    { id }: LayerUpload,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    offset?: number,
  ): Promise<boolean> {
    return this.#inTurn(id, (upload) => grow(upload, chunks, offset)).then(
      (grown) => grown ?? false,
    )
  }

  /** Hands over the digest of what has arrived, when no part is on its way; undefined when the upload has ended. */
  finish<Result>(
    { id }: LayerUpload,
    take: (digest: string) => Result,
  ): Promise<Result | undefined> {
    return this.#inTurn(id, async (upload) => {
      const hash = await hashOf(upload)
      return take(`sha256:${hash.copy().digest('hex')}`)
    })
  }

  /** Forgets the upload and removes its file. */
  end({ id, path }: LayerUpload): void {
    this.#open.delete(id)
    rmSync(`${path}.json`, { force: true })
    rmSync(path, { force: true })
  }

  /** Forgets all uploads for a repository. */
  endAll(repository: string): void {
    for (const upload of this.#open.values()) if (upload.repository === repository) this.end(upload)
  }

  #inTurn<Result>(
    id: string,
    action: (upload: OpenUpload) => Promise<Result>,
  ): Promise<Result | undefined> {
    const upload = this.#open.get(id)
    if (upload === undefined) return Promise.resolve(undefined)
    const done = upload.idle.then(() => (this.#open.has(id) ? action(upload) : undefined))
    upload.idle = done.catch(() => undefined)
    return done
  }

  /** What came after the last acknowledged part is cut off. */
  #restore({ id, repository, partSizes }: UploadRecord, since: number): void {
    const path = join(this.#folder, id)
    const size = partSizes.reduce((sum, one) => sum + one, 0)
    const file = statSync(path, { throwIfNoEntry: false })
    if (file === undefined || file.size < size || file.mtimeMs < since) return
    if (file.size > size) truncateSync(path, size)
    const upload = { id, repository, path, size, partSizes: [...partSizes] }
    this.#open.set(id, { ...upload, hash: undefined, idle: Promise.resolve() })
  }
}

async function grow(
  upload: OpenUpload,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  offset = upload.size,
): Promise<boolean> {
  if (offset !== upload.size) return false
  const hash = await hashOf(upload)
  const before = hash.copy()
  const file = await open(upload.path, 'r+')
  try {
    for await (const chunk of chunks) {
      const size = await writeAll(file, [chunk], upload.size)
      hash.update(chunk)
      upload.size += size
    }
  } finally {
    await file.close()
    if (upload.size > offset) acknowledge(upload, offset, before)
  }
  return true
}

/** What cannot be put on record, as on a full disk, did not arrive. */
function acknowledge(upload: OpenUpload, offset: number, before: Hash): void {
  upload.partSizes.push(upload.size - offset)
  try {
    save(upload)
  } catch (error) {
    upload.partSizes.pop()
    upload.size = offset
    upload.hash = before
    throw error
  }
}

async function hashOf(upload: OpenUpload): Promise<Hash> {
  if (upload.hash === undefined) {
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(upload.path)) hash.update(chunk)
    upload.hash = hash
  }
  return upload.hash
}

function save({ id, repository, partSizes, path }: OpenUpload): void {
  const record: UploadRecord = { id, repository, partSizes }
  writeJsonFile(`${path}.json`, record)
}
