import { createReadStream, type Dirent } from 'node:fs'
import { readdir, readFile, readlink, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { ByoError } from '../../errors.ts'

/** A file of the program, by its path in the program's folder of the image, with `/`. */
export interface ProgramFile {
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** What a symbolic link leads to; such a file has no bytes. */
  readonly link?: string
  /** The bytes, from the beginning at each call. */
  open(): AsyncIterable<Uint8Array>
}

/** A program as it lies in the image. */
export interface Program {
  /** In an order that doesn't depend on the machine. */
  readonly files: readonly ProgramFile[]
  /** The path of the file that `node` runs. */
  readonly entrypoint: string
}

const defaultEntrypoint = 'container.mjs'

/** Finds a program: one bundled file, or a folder with the file to run in it. */
export async function readProgram(path: string, entrypoint?: string): Promise<Program> {
  const facts = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw notFound(path, `can't be read (${cause.code})`, cause)
  })
  if (!facts.isDirectory()) {
    if (entrypoint !== undefined) {
      throw new ByoError(
        'invalid-option',
        `entrypoint is "${entrypoint}", but the program "${path}" is a file: leave it out, or give a folder.`,
      )
    }
    return { files: [await readFileWhole(path)], entrypoint: defaultEntrypoint }
  }
  const chosen = posix.normalize(entrypoint ?? defaultEntrypoint)
  const isInside = !posix.isAbsolute(chosen) && !/^\.\.(\/|$)/.test(chosen)
  const target = isInside ? await stat(join(path, chosen)).catch(() => undefined) : undefined
  if (!target?.isFile()) {
    throw notFound(
      path,
      `is a folder without the file "${chosen}"`,
      undefined,
      'name the file in it that node runs (entrypoint), or give the one bundled file itself',
    )
  }
  return { files: await readFolder(path), entrypoint: chosen }
}

async function readFileWhole(path: string): Promise<ProgramFile> {
  const bytes = await readFile(path).catch((cause: NodeJS.ErrnoException) => {
    throw notFound(path, `can't be read (${cause.code})`, cause)
  })
  if (bytes.byteLength === 0) throw notFound(path, 'is empty', undefined)
  return {
    path: defaultEntrypoint,
    size: bytes.byteLength,
    async *open() {
      yield bytes
    },
  }
}

/** Everything in a folder, also links, sorted by the paths' UTF-16 units, as no locale does it. */
async function readFolder(folder: string): Promise<ProgramFile[]> {
  const files: ProgramFile[] = []
  const visit = async (inner: string) => {
    for (const entry of await readdir(join(folder, inner), { withFileTypes: true })) {
      const path = posix.join(inner, entry.name)
      if (entry.isDirectory()) await visit(path)
      else files.push(await describeEntry(folder, path, entry))
    }
  }
  await visit('.')
  return files.sort((one, other) => (one.path < other.path ? -1 : 1))
}

async function describeEntry(folder: string, path: string, entry: Dirent): Promise<ProgramFile> {
  const full = join(folder, path)
  if (entry.isFile()) {
    return { path, size: (await stat(full)).size, open: () => createReadStream(full) }
  }
  const link = entry.isSymbolicLink() ? (await readlink(full)).replaceAll('\\', '/') : undefined
  const target = link === undefined ? '..' : posix.join(posix.dirname(path), link)
  if (link === undefined || posix.isAbsolute(link) || /^\.\.(\/|$)/.test(target)) {
    throw new ByoError(
      'invalid-option',
      `"${full}" can't be part of the program: ${link === undefined ? 'it is neither a file nor a folder' : `it leads out of it, to ${link}`}.`,
    )
  }
  return { path, size: 0, link, async *open() {} }
}

function notFound(
  path: string,
  problem: string,
  cause: unknown,
  advice = 'give the one bundled file that the container runs, and build it first',
): ByoError {
  return new ByoError('program-not-found', `The program "${path}" ${problem}: ${advice}.`, {
    cause,
  })
}
