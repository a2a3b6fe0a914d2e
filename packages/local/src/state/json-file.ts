import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LocalError } from '../errors.ts'

const unfinished = '.next'

/**
 * Writes a value as JSON so that whoever reads the path finds the old one or the new one, never a part;
 * when it cannot be written, as on a full disk, the old one stays alone.
 */
export function writeJsonFile(path: string, value: unknown): void {
  const next = path + unfinished
  try {
    writeFileSync(next, JSON.stringify(value))
    renameSync(next, path)
  } catch (error) {
    rmSync(next, { force: true })
    throw error
  }
}

/** Reads every `.json` file of a folder, and drops what a killed run did not finish writing. */
export function readJsonFiles(folder: string): unknown[] {
  const names = readdirSync(folder)
  for (const name of names) {
    if (name.endsWith(`.json${unfinished}`)) rmSync(join(folder, name), { force: true })
  }
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJsonFile(join(folder, name)))
}

function readJsonFile(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new LocalError(
      'folder-damaged',
      `The data folder has a file that cannot be read, ${path}; remove it to go on without what it held.`,
      { cause },
    )
  }
}
