import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { ByoError } from '../errors.ts'
import { unreadable } from '../s3/find-files.ts'

/** A file of a model. */
export interface ModelFile {
  readonly path: string
  /** Within the folder, with `/` between folders. */
  readonly name: string
  /** Bytes. */
  readonly size: number
  readonly isExecutable: boolean
}

/**
 * All files below a folder, in the order of their names, which is the same on every machine. A link to a file
 * within the folder stands for that file.
 *
 * @throws `data-not-found` when there is no such folder or no file in it; `invalid-option` for links that lead
 * out of it or to folders, and for what is neither a file nor a folder
 */
export async function findModelFiles(folder: string): Promise<readonly ModelFile[]> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new ByoError('data-not-found', `There is no folder "${folder}" with a model.`, { cause })
  })
  if (!(await stat(root)).isDirectory()) {
    throw new ByoError(
      'data-not-found',
      `"${folder}" is not a folder: give the one that the model's files are in, or an archive's s3:// address as modelData.`,
    )
  }
  const files: ModelFile[] = []
  await addFiles(files, root, '')
  if (files.length === 0) {
    throw new ByoError('data-not-found', `There is no file in "${folder}", so no model either.`)
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function addFiles(files: ModelFile[], root: string, folder: string): Promise<void> {
  for (const entry of await readdir(join(root, folder)).catch(failOn(join(root, folder)))) {
    const name = folder === '' ? entry : `${folder}/${entry}`
    const path = join(root, name)
    const found = await lstat(path).catch(failOn(path))
    if (found.isDirectory()) {
      await addFiles(files, root, name)
      continue
    }
    const { size, mode } = found.isSymbolicLink() ? await followLink(root, path) : found
    if (!found.isSymbolicLink() && !found.isFile()) {
      throw new ByoError('invalid-option', `"${path}" is neither a file nor a folder: remove it.`)
    }
    files.push({ path, name, size, isExecutable: (mode & 0o100) !== 0 })
  }
}

/** What a link leads to; the archive holds nothing of the machine that isn't in the folder. */
async function followLink(
  root: string,
  path: string,
): Promise<{ readonly size: number; readonly mode: number }> {
  const target = await realpath(path).catch(failOn(path))
  if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new ByoError(
      'invalid-option',
      `The link "${path}" leads out of the folder, to "${target}": put a copy in its place.`,
    )
  }
  const found = await stat(target).catch(failOn(path))
  if (found.isFile()) return found
  throw new ByoError(
    'invalid-option',
    `The link "${path}" doesn't lead to a file, but to "${target}": put a copy in its place.`,
  )
}

function failOn(path: string): (cause: NodeJS.ErrnoException) => never {
  return (cause) => {
    throw unreadable(path, cause)
  }
}
