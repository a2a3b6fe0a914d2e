import { copyFileSync, linkSync, renameSync, rmSync } from 'node:fs'

/** Gives a file a second name, in the place of what has that name; on a disk without links it is copied. */
export function giveSecondName(path: string, name: string): void {
  const next = `${name}.next`
  rmSync(next, { force: true })
  try {
    linkSync(path, next)
  } catch {
    copyFileSync(path, next)
  }
  renameSync(next, name)
}
