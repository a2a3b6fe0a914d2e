import { copyFile, link, mkdir, realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { listFiles } from './list-files.ts'

/**
 * Fills a folder with the files of several others, without copying their bytes. Of two files of one path the one of the
 * earlier folder stays: SageMaker leaves open which of them wins.
 */
export async function mergeFolders(folders: readonly string[], target: string): Promise<void> {
  await mkdir(target, { recursive: true })
  for (const folder of folders) {
    for (const file of await listFiles(folder)) {
      await mergeFile(await realpath(join(folder, file)), join(target, file))
    }
  }
}

/** A file stands back too where another folder has a file in the place of one of its folders, and the other way. */
async function mergeFile(source: string, target: string): Promise<void> {
  try {
    await mkdir(dirname(target), { recursive: true })
    await link(source, target)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') return
    // A link of the program's led to another file system.
    if (code !== 'EXDEV' && code !== 'EPERM') throw cause
    await copyFile(source, target)
  }
}
