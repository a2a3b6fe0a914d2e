import { join, posix } from 'node:path'
import { JobError } from '../../errors.ts'

/**
 * The path below a channel's folder at which SageMaker puts an object: what follows the prefix's last folder.
 * `p/train` and `p/train/` both give `iris.csv` for `p/train/iris.csv`, and `p/tr` gives `train/iris.csv`.
 */
export function relativeKey(prefix: string, key: string): string {
  if (key === prefix) return posix.basename(key)
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`
  if (key.startsWith(folder)) return key.slice(folder.length)
  return key.slice(prefix.lastIndexOf('/') + 1)
}

/**
 * The file below a folder that a key's path means.
 *
 * @throws JobError when the path would lead out of the folder or cannot be a file's.
 */
export function fileBelow(folder: string, path: string): string {
  const segments = path.split('/')
  const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  if (!isPlain || path.includes('\0')) {
    throw new JobError(
      'ClientError',
      `Data download failed: the key "${path}" cannot be a file's path.`,
    )
  }
  return join(folder, ...segments)
}
