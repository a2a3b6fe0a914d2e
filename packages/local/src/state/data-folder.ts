import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isLocalError, LocalError } from '../errors.ts'
import { claimFolder } from './folder-format.ts'
import { lockFolder } from './folder-lock.ts'

/** The folder that holds everything one emulator keeps on disk. */
export interface DataFolder {
  readonly path: string
  /** The folder, if it is a temporary one and goes with the emulator, however that ends. */
  readonly temporary: string | undefined
  /** Makes a folder inside and returns its path. */
  folder(name: string): string
  /** Removes what must not outlive the emulator: all of a temporary folder, only scratch space of a given one. */
  remove(): void
}

const scratchName = 'scratch'

/** Opens the given folder, which is kept at the end, or a temporary one, which is removed. */
export function openDataFolder(dataDir: string | undefined): DataFolder {
  return dataDir === undefined ? openTemporary() : openGiven(resolve(dataDir))
}

function openTemporary(): DataFolder {
  try {
    const path = mkdtempSync(join(resolve(tmpdir()), 'byo-local-'))
    return { path, temporary: path, folder: folderIn(path), remove: () => removeAll(path) }
  } catch (cause) {
    throw notWritable(tmpdir(), cause)
  }
}

function openGiven(path: string): DataFolder {
  try {
    makeFolders(path)
    accessSync(path, constants.W_OK | constants.X_OK)
    claimFolder(path)
    const unlock = lockFolder(path)
    const scratch = join(path, scratchName)
    // What a run that was killed has left half-done.
    removeAll(scratch)
    return {
      path,
      temporary: undefined,
      folder: folderIn(path),
      remove() {
        removeAll(scratch)
        unlock()
      },
    }
  } catch (cause) {
    throw isLocalError(cause) ? cause : notWritable(path, cause)
  }
}

/** Not `recursive`: below a folder such as `/proc`, which lets nobody in, Node 20 then tries for ever. */
function makeFolders(path: string): void {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  mkdirSync(path)
}

function folderIn(path: string): (name: string) => string {
  return (name) => {
    const inner = join(path, name)
    mkdirSync(inner, { recursive: true })
    return inner
  }
}

/** A file may come into a folder while it is being emptied; then it is emptied again. */
function removeAll(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 })
}

function notWritable(path: string, cause: unknown): LocalError {
  const reason = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return new LocalError(
    'folder-not-writable',
    `The data folder ${path} cannot be written to${reason}; choose one that you may write to with dataDir.`,
    { cause },
  )
}
