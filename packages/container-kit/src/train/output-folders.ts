import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import type { ContainerPaths } from '../contract/paths.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'

/** Makes the folders that training writes to and removes the marks of an earlier run. */
export function prepareOutput(paths: ContainerPaths): void {
  try {
    for (const dir of [paths.modelDir, paths.outputDataDir, paths.checkpointDir]) {
      mkdirSync(dir, { recursive: true })
    }
    rmSync(paths.failureFile, { force: true })
    rmSync(paths.successFile, { force: true })
  } catch (cause) {
    throw new ContainerError(
      'folder',
      `The folders for the model and the output cannot be made. ${describeError(cause)}`,
      { cause },
    )
  }
}

/** Leaves the mark of success that AWS's training toolkit leaves, and none of failure. */
export function markSuccess(paths: ContainerPaths): void {
  rmSync(paths.failureFile, { force: true })
  writeFileSync(paths.successFile, '')
}
