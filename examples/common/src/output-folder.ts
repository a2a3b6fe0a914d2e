import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'

/** Makes the folder for the results, and finds out now, not after minutes of training, that it can't be written. */
export function openOutputFolder(path: string): void {
  try {
    makeFolders(resolve(path))
    // A folder, not a file of that name.
    accessSync(path + sep, constants.W_OK | constants.X_OK)
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    throw new Error(
      `The folder ${path} cannot be written to${why}; choose another with --output.`,
      {
        cause,
      },
    )
  }
}

/** Not `recursive`: below a folder such as `/proc`, which lets nobody in, Node 20 then tries for ever. */
function makeFolders(path: string): void {
  if (existsSync(path)) return
  makeFolders(dirname(path))
  mkdirSync(path)
}
