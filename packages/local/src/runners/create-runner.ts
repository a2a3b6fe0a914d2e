import type { Clock } from '../state/clock.ts'
import { createDockerRunner } from './docker/docker-runner.ts'
import { createProcessRunner } from './process-runner.ts'
import type { Runner } from './runner.ts'

/** In which way images are run: as child processes, or in a container engine. */
export type RunnerKind = 'process' | 'docker'

/** What runners take of the process that the emulator runs in. */
export interface HostProcess {
  /** The `node` that programs run on. */
  readonly execPath: string
  /** Its variables: PATH for programs, all for the `docker` command. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What runners stand on. */
export interface RunnerOptions {
  readonly host: HostProcess
  /** A folder for what a runner unpacks. */
  readonly workDir: string
  /** What is removed should the emulator be killed: the same folder, or one around it. */
  readonly perishableDir: string
  readonly clock: Clock
}

/** Makes the runner of a kind. */
export function createRunner(kind: RunnerKind, { host, ...options }: RunnerOptions): Runner {
  const { execPath, environment } = host
  return kind === 'docker'
    ? createDockerRunner({ ...options, docker: { program: 'docker', environment } })
    : createProcessRunner({ ...options, execPath, searchPath: environment.PATH ?? '' })
}
