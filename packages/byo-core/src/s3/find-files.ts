import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { glob, isDynamicPattern } from 'tinyglobby'
import { ByoError } from '../errors.ts'
import type { SourceFile } from './channel-source.ts'

/**
 * A file, all files below a folder (links followed), or those that a glob matches, in the order of
 * names. A path that is there is taken as it is, whatever characters it has.
 */
export async function findFiles(path: string): Promise<SourceFile[]> {
  const found = await stat(path).catch((cause: unknown) => {
    if (isDynamicPattern(path)) return undefined
    throw new ByoError(
      'data-not-found',
      `There is no data at "${path}": give a file, a folder, a glob or an s3:// address.`,
      { cause },
    )
  })
  if (found === undefined) return filesMatching(path)
  if (found.isFile()) return [fileAt(path, basename(path), found.size)]
  const files = found.isDirectory() ? await filesBelow(path) : []
  if (files.length === 0) {
    throw new ByoError('data-not-found', `There is no file in "${path}" to send as a channel.`)
  }
  return files
}

/** The files that the glob matches; what comes before its first wildcard is no part of their names. */
async function filesMatching(pattern: string): Promise<SourceFile[]> {
  const parts = pattern.split('/')
  // Braces may hold slashes, as in {a/b,c}.
  const first = parts.findIndex((part) => part.includes('{') || isDynamicPattern(part))
  const depth = Math.max(first, 0)
  const folder = parts.slice(0, depth).join('/') || (pattern.startsWith('/') ? '/' : '.')
  const names = await glob(parts.slice(depth).join('/'), { cwd: folder, expandDirectories: false })
  if (names.length === 0) {
    throw new ByoError('data-not-found', `No file matches "${pattern}".`)
  }
  return filesIn(folder, names)
}

async function filesBelow(folder: string): Promise<SourceFile[]> {
  return filesIn(folder, await readdir(folder, { recursive: true }))
}

/** Those of the entries that are files. */
async function filesIn(folder: string, entries: readonly string[]): Promise<SourceFile[]> {
  const files: SourceFile[] = []
  for (const entry of [...entries].sort()) {
    const path = join(folder, entry)
    const found = await stat(path).catch((cause: unknown) => {
      throw unreadable(path, cause)
    })
    if (!found.isFile()) continue
    files.push(fileAt(path, relative(folder, path).split(sep).join('/'), found.size))
  }
  return files
}

function fileAt(path: string, name: string, size: number): SourceFile {
  return { label: path, name, size, open: () => createReadStream(path) }
}

/** The error of data that are there, or were, but can't be read. */
export function unreadable(label: string, cause: unknown): ByoError {
  const { code, message } = cause as NodeJS.ErrnoException
  return new ByoError('data-not-found', `"${label}" can't be read: ${code ?? message}.`, { cause })
}
