import { chmod, lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Takes everyone the right to write in a folder and below it. Root, and Windows, do not ask for it. */
export async function protectFolder(folder: string): Promise<void> {
  await changeModes(folder, (mode) => mode & ~0o222)
}

/** Lets the owner write in a folder and below it again, so that it can be removed, as far as it can. */
export async function releaseFolder(folder: string): Promise<void> {
  await changeModes(folder, (mode) => mode | 0o200).catch(() => {})
}

/** Changes the modes of folders and files; nothing where there is no such folder. */
async function changeModes(path: string, change: (mode: number) => number): Promise<void> {
  const stats = await lstat(path).catch(() => undefined)
  if (stats === undefined || stats.isSymbolicLink()) return
  await chmod(path, change(stats.mode))
  if (!stats.isDirectory()) return
  await Promise.all((await readdir(path)).map((name) => changeModes(join(path, name), change)))
}
