import { rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { synced } from './sync-to-disk.ts'

/**
 * Writes a file that is whole or not there, whenever the program is killed: under a hidden name first, and under its own
 * once the disk has it. A file of that name is replaced.
 *
 * @param path - Where the file goes; its folder exists.
 * @param data - A text, bytes, or a stream of either.
 * @throws the system's error, such as ENOSPC; then the old file is still there.
 * @example
 * ```ts
 * import { join } from 'node:path'
 * import { runContainer, writeFileAtomic } from '@byo/container-kit'
 *
 * await runContainer({
 *   train: ({ modelDir }) => writeFileAtomic(join(modelDir, 'model.json'), '{}'),
 * })
 * ```
 * @public
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array | AsyncIterable<string | Uint8Array>,
): Promise<void> {
  // The same name each time, so that what a killed program left is written over.
  const draft = join(dirname(path), `.${basename(path)}.part`)
  try {
    await writeFile(draft, data)
    await synced(draft)
    await rename(draft, path)
    await synced(dirname(path))
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}
