import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { ByoError } from '../errors.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'

/** A file of a channel: where it lies and how it's called below the channel's prefix. */
export interface SourceFile {
  readonly path: string
  /** With `/` between folders. */
  readonly name: string
  /** Bytes. */
  readonly size: number
}

/** What a channel's data turned out to be. */
export type ChannelSource =
  | { readonly kind: 's3'; readonly uri: string }
  | { readonly kind: 'files'; readonly files: readonly SourceFile[] }

/**
 * Looks at a file, a folder (with all below it, links followed, in the order of names) or an `s3://`
 * address.
 *
 * @throws `data-not-found` when there is no such path or no file in it
 */
export async function findChannelSource(path: string): Promise<ChannelSource> {
  if (isS3Uri(path)) {
    parseS3Uri(path)
    return { kind: 's3', uri: path }
  }
  const found = await stat(path).catch((cause: unknown) => {
    throw new ByoError(
      'data-not-found',
      `There is no data at "${path}": give a file, a folder or an s3:// address.`,
      { cause },
    )
  })
  if (found.isFile()) {
    return { kind: 'files', files: [{ path, name: basename(path), size: found.size }] }
  }
  const files = found.isDirectory() ? await filesBelow(path) : []
  if (files.length === 0) {
    throw new ByoError('data-not-found', `There is no file in "${path}" to send as a channel.`)
  }
  return { kind: 'files', files }
}

async function filesBelow(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true })
  const files: SourceFile[] = []
  for (const entry of entries.sort()) {
    const path = join(folder, entry)
    const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
      throw unreadable(path, cause)
    })
    if (found.isFile()) {
      files.push({ path, name: relative(folder, path).split(sep).join('/'), size: found.size })
    }
  }
  return files
}

/** The error of a file that is there, or was, but can't be read. */
export function unreadable(path: string, cause: NodeJS.ErrnoException): ByoError {
  const message = `"${path}" can't be read: ${cause.code ?? cause.message}.`
  return new ByoError('data-not-found', message, { cause })
}
