import { readFile } from 'node:fs/promises'
import type { InputKind } from '../codecs/codec.ts'
import type { ContainerProgram } from '../container-program.ts'
import type { ResourceConfigFile } from '../contract/config-files.ts'
import { environmentVariables } from '../contract/environment.ts'
import { commands } from '../contract/routes.ts'
import { nodeHost } from '../lifecycle/node-host.ts'
import { runCommand } from '../run-command.ts'
import { type BaseDir, type BaseDirContent, createBaseDir } from './base-dir.ts'
import { printedMetrics } from './printed-metrics.ts'
import { testHost } from './test-host.ts'

/**
 * How a program is trained in a test.
 *
 * @public
 */
export interface TrainOptions extends BaseDirContent {
  /**
   * Environment variables, in place of the process's own.
   *
   * @defaultValue none but SAGEMAKER_BASE_DIR
   */
  readonly env?: Readonly<Record<string, string>>
  /**
   * Words after `train`.
   *
   * @defaultValue none
   */
  readonly args?: readonly string[]
  /**
   * When it is aborted, the program gets SIGTERM.
   *
   * @defaultValue none
   */
  readonly signal?: AbortSignal
}

/**
 * How a training run ended and what it left.
 *
 * @public
 */
export interface TrainedProgram extends BaseDir {
  /** 0 if the job would be Completed. */
  readonly exitCode: number
  /** What `output/failure` says; undefined without that file. */
  readonly failure: string | undefined
  readonly stdout: string
  readonly stderr: string
  /** What `log.metric` was given: the values of each metric in order, such as `{ loss: [0.5, 0.25] }`. */
  readonly metrics: Readonly<Record<string, readonly number[]>>
}

/**
 * Trains with a program in this process, as SageMaker would in a container: with the folder, files, exit code and failure
 * file of the contract.
 *
 * @param program - What `runContainer` would be given; see `defineProgram`.
 * @param options - What the job finds, and how it is started.
 * @returns a folder that the caller removes, by `remove` or `await using`.
 * @example
 * ```ts
 * import { defineProgram } from '@byo/container-kit'
 * import { trainInProcess } from '@byo/container-kit/testing'
 * import { writeFile } from 'node:fs/promises'
 * import { join } from 'node:path'
 *
 * const program = defineProgram({
 *   channels: ['train'],
 *   train: ({ modelDir }) => writeFile(join(modelDir, 'model.json'), '{}'),
 * })
 * await using job = await trainInProcess(program, { channels: { train: { 'a.csv': 'a\n1\n' } } })
 * console.log(job.exitCode, job.metrics, job.paths.modelDir)
 * ```
 * @public
 */
export async function trainInProcess<
  Hyperparameters,
  Model,
  Declared extends string,
  Kind extends InputKind,
  Streamed extends string,
>(
  program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>,
  options: TrainOptions = {},
): Promise<TrainedProgram> {
  const baseDir = await createBaseDir({ resourceConfig: oneHost, ...options })
  const env = { [environmentVariables.baseDir]: baseDir.paths.baseDir, ...options.env }
  const real = nodeHost()
  const host = testHost(real, [commands.train, ...(options.args ?? [])], env, real.listen)
  const stop = () => host.signal('SIGTERM')
  options.signal?.addEventListener('abort', stop)
  const exitCode = await runCommand(program, {
    ...host,
    onSignal(callback) {
      host.onSignal(callback)
      // It came before anybody listened.
      if (options.signal?.aborted) callback('SIGTERM')
    },
  })
  options.signal?.removeEventListener('abort', stop)
  return {
    ...baseDir,
    exitCode,
    failure: await readFile(baseDir.paths.failureFile, 'utf8').catch(() => undefined),
    stdout: host.printed('stdout'),
    stderr: host.printed('stderr'),
    metrics: printedMetrics(host.printed('stdout')),
  }
}

/** What the platform tells a job of one host. */
const oneHost: ResourceConfigFile = {
  current_host: 'algo-1',
  hosts: ['algo-1'],
  network_interface_name: 'eth0',
}
