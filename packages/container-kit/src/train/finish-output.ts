import { readdirSync } from 'node:fs'
import type { ContainerPaths } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Log } from '../logging/log.ts'
import { requireFreeSpace, syncedFolder } from './sync-to-disk.ts'

/**
 * Makes sure, before training counts as done, that there is a model and that the disk has all that training left.
 *
 * @throws ContainerError with code `folder` where the disk does not take it, or where `emptyModel` is `error` and there is
 * no model.
 */
export async function finishOutput(
  paths: ContainerPaths,
  emptyModel: 'warn' | 'error',
  log: Log,
): Promise<void> {
  if (readdirSync(paths.modelDir).length === 0) {
    if (emptyModel === 'error') {
      throw new ContainerError('folder', `Training left no model: ${paths.modelDir} is empty.`)
    }
    log.warn(`training left nothing in ${paths.modelDir}: the model will be empty`)
  }
  for (const dir of [paths.modelDir, paths.outputDataDir]) {
    try {
      await syncedFolder(dir)
      await requireFreeSpace(dir)
    } catch (cause) {
      throw new ContainerError(
        'folder',
        `What training left in ${dir} may not be whole. ${describeError(cause)}`,
        { cause },
      )
    }
  }
}
