import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

/** The files below a folder, sorted, by their paths from it; links count as what they lead to. */
export async function listFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files: string[] = []
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path)))) {
      files.push(relative(folder, path))
    }
  }
  return files.sort()
}

/** Whether a folder is there and holds at least one file. */
export async function hasFiles(folder: string): Promise<boolean> {
  return (await listFiles(folder)).length > 0
}

/** The key, below a prefix, of a file that `listFiles` has found. */
export function keyOfFile(file: string): string {
  return file.split(sep).join('/')
}

/** A link that leads nowhere is left out, as is one to a folder. */
async function leadsToFile(path: string): Promise<boolean> {
  const target = await stat(path).catch(() => undefined)
  return target?.isFile() ?? false
}
