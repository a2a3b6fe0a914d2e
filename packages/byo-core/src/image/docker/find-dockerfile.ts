import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ByoError } from '../../errors.ts'

/** A Dockerfile, and the folder that it copies from. */
export interface FoundDockerfile {
  readonly file: string
  readonly context: string
}

/** Finds the Dockerfile: the path itself, or `Dockerfile` in that folder. */
export async function findDockerfile(
  dockerfile: string,
  context: string | undefined,
): Promise<FoundDockerfile> {
  const isFolder = (await kindOf(dockerfile)) === 'folder'
  const file = isFolder ? join(dockerfile, 'Dockerfile') : dockerfile
  if ((await kindOf(file)) !== 'file') {
    throw new ByoError(
      'dockerfile-not-found',
      `There is no Dockerfile at "${file}": give its path, or the folder that it is in.`,
    )
  }
  if (context !== undefined && (await kindOf(context)) !== 'folder') {
    throw new ByoError('invalid-option', `The context "${context}" is not a folder.`)
  }
  return { file, context: context ?? dirname(file) }
}

async function kindOf(path: string): Promise<'folder' | 'file' | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return undefined
  return found.isDirectory() ? 'folder' : 'file'
}
