import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { LocalError } from '../errors.ts'

/** The folder that holds everything one emulator keeps on disk. */
export interface DataFolder {
  readonly path: string
  /** Makes a folder inside and returns its path. */
  folder(name: string): string
  /** Removes what must not outlive the emulator: all of a temporary folder, only scratch space of a given one. */
  remove(): void
}

const scratchName = 'scratch'

/** Opens the given folder, which is kept at the end, or a temporary one, which is removed. */
export function openDataFolder(dataDir: string | undefined): DataFolder {
  const path = dataDir === undefined ? makeTemporaryFolder() : makeGivenFolder(resolve(dataDir))
  const removed = dataDir === undefined ? path : join(path, scratchName)
  return {
    path,
    folder(name) {
      const inner = join(path, name)
      mkdirSync(inner, { recursive: true })
      return inner
    },
    remove() {
      rmSync(removed, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function makeTemporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'byo-local-'))
  } catch (cause) {
    throw notWritable(tmpdir(), cause)
  }
}

function makeGivenFolder(path: string): string {
  try {
    makeFolders(path)
    accessSync(path, constants.W_OK | constants.X_OK)
    // What a run that was killed has left half-done.
    rmSync(join(path, scratchName), { recursive: true, force: true })
    return path
  } catch (cause) {
    throw notWritable(path, cause)
  }
}

/** Not `recursive`: below a folder such as `/proc`, which lets nobody in, Node 20 then tries for ever. */
function makeFolders(path: string): void {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  mkdirSync(path)
}

function notWritable(path: string, cause: unknown): LocalError {
  const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new LocalError(
    'folder-not-writable',
    `The data folder ${path} cannot be written to${reason}; choose one that you may write to with dataDir.`,
    { cause },
  )
}
