import { createReadStream } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ObjectStore } from '../../state/object-store.ts'
import { downloadPrefix } from '../files/download-objects.ts'
import { keyOfFile, listFiles } from '../files/list-files.ts'
import { upload } from '../files/upload-folder.ts'
import { below, type S3Location } from '../s3-uri.ts'

/** What a file looks like: size, time and identity. Another look means that it has changed. */
type Look = string

/** Keeps a folder of checkpoints and a prefix in S3 in step. */
export class CheckpointSync {
  readonly #store: ObjectStore
  readonly #folder: string
  readonly #target: S3Location
  /** The looks of the files as S3 has them. */
  readonly #stored = new Map<string, Look>()
  /** The looks of all files, last time. */
  #seen: ReadonlyMap<string, Look> = new Map()

  constructor(store: ObjectStore, folder: string, target: S3Location) {
    this.#store = store
    this.#folder = folder
    this.#target = target
  }

  /** Fills the folder with what S3 has. */
  async restore(signal: AbortSignal): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await downloadPrefix(this.#store, below(this.#target, ''), this.#folder, signal)
    for (const [file, look] of await this.#look()) this.#stored.set(file, look)
  }

  /**
   * Brings to S3 what has changed in the folder, and takes away there what is gone here. A file that looks different
   * from last time may still be being written: it waits for the next time, unless this is the last.
   */
  async store({ last }: { readonly last: boolean }): Promise<void> {
    const seen = await this.#look()
    for (const [file, look] of seen) {
      const isWhole = last || this.#seen.get(file) === look
      if (isWhole && this.#stored.get(file) !== look) await this.#put(file, look)
    }
    for (const file of [...this.#stored.keys()]) if (!seen.has(file)) this.#delete(file)
    this.#seen = seen
  }

  /** Stores a file, unless it changes while it is read: then that is for the next time. */
  async #put(file: string, look: Look): Promise<void> {
    let changed = false
    const path = join(this.#folder, file)
    async function* bytes(): AsyncGenerator<Uint8Array> {
      yield* createReadStream(path)
      changed = (await lookAt(path)) !== look
      if (changed) throw new Error(`${path} changed while it was read.`)
    }
    try {
      await upload(this.#store, this.#placeOf(file), Readable.from(bytes()))
    } catch (cause) {
      if (changed || (await lookAt(path)) === undefined) return
      throw cause
    }
    this.#stored.set(file, look)
  }

  #delete(file: string): void {
    const { bucket, key } = this.#placeOf(file)
    this.#store.delete(bucket, key)
    this.#stored.delete(file)
  }

  #placeOf(file: string): S3Location {
    return below(this.#target, keyOfFile(file))
  }

  async #look(): Promise<ReadonlyMap<string, Look>> {
    const looks = new Map<string, Look>()
    for (const file of await listFiles(this.#folder)) {
      const look = await lookAt(join(this.#folder, file))
      if (look !== undefined) looks.set(file, look)
    }
    return looks
  }
}

/** What a file looks like; undefined for one that has just gone. */
async function lookAt(path: string): Promise<Look | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return found && `${found.size} ${found.mtimeNs} ${found.ino}`
}
