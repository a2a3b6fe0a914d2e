import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LocalError } from '../errors.ts'

/**
 * Takes a folder for this process, in a file that holds its number, and returns how to give it back. What
 * a process that is gone has left is taken over.
 *
 * @throws LocalError `folder-in-use` when another emulator, of this process or of another, has the folder.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'in-use-by')
  const holder = readHolder(path)
  if (holder !== undefined && isAlive(holder)) {
    throw new LocalError(
      'folder-in-use',
      `The data folder ${folder} is in use by process ${holder}; stop that one, or choose another folder with dataDir.`,
    )
  }
  rmSync(path, { force: true })
  // "wx" decides between two that start at once.
  writeFileSync(path, `${process.pid}`, { flag: 'wx' })
  return () => rmSync(path, { force: true })
}

function readHolder(path: string): number | undefined {
  try {
    const holder = Number(readFileSync(path, 'utf8'))
    return Number.isInteger(holder) && holder > 0 ? holder : undefined
  } catch {
    return undefined
  }
}

/** Signal 0 is sent to nobody: it only asks whether it could be. */
function isAlive(holder: number): boolean {
  try {
    process.kill(holder, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
