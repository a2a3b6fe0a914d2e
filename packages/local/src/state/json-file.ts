import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LocalError } from '../errors.ts'

/** Writes a value as JSON so that whoever reads the path finds the old one or the new one, never a part. */
export function writeJsonFile(path: string, value: unknown): void {
  const next = `${path}.next`
  writeFileSync(next, JSON.stringify(value))
  renameSync(next, path)
}

/** Reads every `.json` file of a folder, and removes those that a run that was killed has not finished writing. */
export function readJsonFiles(folder: string): unknown[] {
  const names = readdirSync(folder)
  for (const name of names) if (name.endsWith('.json.next')) rmSync(join(folder, name))
  return names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readJsonFile(join(folder, name)))
}

/** Reads a JSON file. @throws LocalError `folder-damaged`. */
export function readJsonFile(path: string): unknown {
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
