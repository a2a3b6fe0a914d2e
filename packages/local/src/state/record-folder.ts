import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { readJsonFiles, writeJsonFile } from './json-file.ts'

/** A folder of JSON values, each in a file of its own, found by a key that never becomes a path. */
export class RecordFolder {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Every value, in no particular order. */
  readAll(): readonly unknown[] {
    return readJsonFiles(this.#folder)
  }

  /** Writes a value in the place of an older one of that key; it is on disk when this returns. */
  write(key: string, value: unknown): void {
    writeJsonFile(this.#pathOf(key), value)
  }

  remove(key: string): void {
    rmSync(this.#pathOf(key), { force: true })
  }

  #pathOf(key: string): string {
    return join(this.#folder, `${createHash('sha256').update(key).digest('hex')}.json`)
  }
}
