import { posix } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Header, type Pack, pack } from 'tar-stream'
import { ByoError } from '../../errors.ts'
import type { ProgramFile } from './read-program.ts'

/** Where the program lies in the image. */
export const programFolder = '/opt/program'

/** A tar of the files below the program's folder, which tells nothing of the machine it's made on. */
export async function* packProgram(files: readonly ProgramFile[]): AsyncGenerator<Uint8Array> {
  const tar = pack()
  const added = addAll(tar, files).then(
    () => undefined,
    (error: Error) => {
      tar.destroy(error)
      return error
    },
  )
  try {
    for await (const chunk of tar) yield chunk as Uint8Array
  } catch (error) {
    // The tar says less of what went wrong than the one who fills it.
    throw (await added) ?? error
  }
}

const fixed = { mode: 0o755, uid: 0, gid: 0, mtime: new Date(0) }

async function addAll(tar: Pack, files: readonly ProgramFile[]): Promise<void> {
  const paths = files.map(({ path }) => posix.join(programFolder, path))
  for (const folder of foldersOf(paths)) {
    tar.entry({ ...fixed, name: `${folder.slice(1)}/`, type: 'directory' })
  }
  for (const file of files) {
    const name = posix.join(programFolder, file.path).slice(1)
    if (file.link !== undefined) {
      tar.entry({ ...fixed, name, type: 'symlink', linkname: file.link })
    } else {
      await addFile(tar, { ...fixed, name, size: file.size }, file)
    }
  }
  tar.finalize()
}

/** All folders that lead to the paths, outer ones first. */
function foldersOf(paths: readonly string[]): string[] {
  const folders = new Set<string>()
  for (const path of paths) {
    for (let folder = posix.dirname(path); folder !== '/'; folder = posix.dirname(folder)) {
      folders.add(folder)
    }
  }
  return [...folders].sort()
}

async function addFile(
  tar: Pack,
  header: Partial<Header> & { readonly name: string },
  file: ProgramFile,
): Promise<void> {
  await pipeline(Readable.from(file.open()), tar.entry(header)).catch((cause: Error) => {
    throw new ByoError(
      'program-not-found',
      `The program's file "${file.path}" can't be read, or changes while it is: ${cause.message}`,
      { cause },
    )
  })
}
