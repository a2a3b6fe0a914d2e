import { realpath } from 'node:fs/promises'
import { isAbsolute, resolve, sep } from 'node:path'
import { HttpError } from '../../errors.ts'

/**
 * Returns the folder that a model's url names.
 *
 * @throws HttpError 400 for a url that leads out of the models' root, by its text or by a link; 404 for a folder that is
 * not there.
 */
export async function modelFolder(url: string, root: string): Promise<string> {
  const folder = resolve(url)
  if (!isAbsolute(url) || url.includes('\0') || !isBelow(folder, resolve(root)))
    throw outside(url, root)
  const [realFolder, realRoot] = await Promise.all([found(folder), found(root)])
  if (!isBelow(realFolder, realRoot)) throw outside(url, root)
  return folder
}

function isBelow(path: string, root: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : root + sep)
}

async function found(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
    if (!/^(ENOENT|ENOTDIR|ELOOP|ENAMETOOLONG)$/.test(code)) throw cause
    throw new HttpError(404, `There is no folder ${JSON.stringify(path)} (${code}).`, { cause })
  }
}

function outside(url: string, root: string): HttpError {
  return new HttpError(
    400,
    `The url ${JSON.stringify(url)} is not a path below ${root}: models are loaded from there only.`,
  )
}
