import { mkdirSync } from 'node:fs'
import { environmentVariables } from '../contract/environment.ts'
import type { ContainerPaths } from '../contract/paths.ts'
import type { Host } from '../lifecycle/host.ts'
import { readConfig } from './read-config.ts'

/** The folder of checkpoints, made if it is not there: the job's own, if it names one, or `checkpoints`. */
export function checkpointFolder(paths: ContainerPaths, env: Host['env']): string {
  const file = env[environmentVariables.checkpointConfigFile]
  const local = file ? readConfig(file)?.LocalPath : undefined
  const folder = typeof local === 'string' && local !== '' ? local : paths.checkpointDir
  mkdirSync(folder, { recursive: true })
  return folder
}
