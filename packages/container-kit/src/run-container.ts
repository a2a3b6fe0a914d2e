import type { InputKind } from './codecs/codec.ts'
import { environmentVariables } from './contract/environment.ts'
import { commands } from './contract/routes.ts'
import { ContainerError } from './errors.ts'
import { exitCodes } from './lifecycle/exit-codes.ts'
import type { Host } from './lifecycle/host.ts'
import { metricsFile } from './lifecycle/metrics-file.ts'
import { nodeHost } from './lifecycle/node-host.ts'
import { reportError } from './lifecycle/report-error.ts'
import { requestedCommand } from './lifecycle/requested-command.ts'
import type { Runtime } from './lifecycle/runtime.ts'
import { createLog } from './logging/log.ts'
import { parseLogLevel } from './logging/log-level.ts'
import { runServing } from './serve/run-serving.ts'
import type { ServeProgram } from './serve/serve-program.ts'
import { runTraining } from './train/run-training.ts'
import type { TrainProgram } from './train/train-program.ts'

/**
 * An algorithm as a container: `train` makes a model, `load` and `predict` use it.
 *
 * @public
 */
export interface ContainerProgram<
  Hyperparameters,
  Model,
  Declared extends string,
  Kind extends InputKind,
  Streamed extends string = never,
> extends TrainProgram<Hyperparameters, Declared, Streamed>,
    ServeProgram<Model, Kind> {
  /**
   * Seconds between SIGTERM and the end of a program that does not end by itself.
   *
   * @defaultValue 110 in training, 25 in serving: a little before the platform's SIGKILL
   */
  readonly stopGraceSeconds?: number
}

/**
 * Runs a program as SageMaker wants it run, by the first word on the command line: `train` trains once, `serve`
 * answers `/ping` and `/invocations`. Without such a word, the name that the program is started by counts, then the
 * variable `BYO_COMMAND`. Everything that goes wrong ends in one sentence on stderr (with a stack if
 * DEBUG is set), in training also in `output/failure`, and an exit code other than 0. Resolves never: the process ends.
 *
 * @param program - The functions and what they need.
 * @example
 * ```ts
 * import { readFile, writeFile } from 'node:fs/promises'
 * import { join } from 'node:path'
 * import { runContainer } from '@byo/container-kit'
 * import { readCsvFiles } from '@byo/container-kit/table'
 *
 * await runContainer({
 *   channels: ['train'],
 *   async train({ channels, modelDir }) {
 *     const { y } = await readCsvFiles(channels.train.dir, { types: { y: 'number' } })
 *     const mean = Float64Array.from(y!, Number).reduce((sum, value) => sum + value, 0) / y!.length
 *     await writeFile(join(modelDir, 'model.json'), JSON.stringify({ mean }))
 *   },
 *   async load({ modelDir }): Promise<{ mean: number }> {
 *     return JSON.parse(await readFile(join(modelDir, 'model.json'), 'utf8'))
 *   },
 *   predict: (model, rows) => Object.values(rows)[0]!.map(() => model.mean),
 * })
 * ```
 * @public
 */
export async function runContainer<
  Hyperparameters = Readonly<Record<string, string>>,
  Model = undefined,
  const Declared extends string = never,
  Kind extends InputKind = 'table',
  const Streamed extends string = never,
>(program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>): Promise<never> {
  const host = nodeHost()
  return host.exit(await runCommand(program, host))
}

/** Does what the program is started for and returns the exit code. */
async function runCommand<
  Hyperparameters,
  Model,
  Declared extends string,
  Kind extends InputKind,
  Streamed extends string,
>(
  program: ContainerProgram<Hyperparameters, Model, Declared, Kind, Streamed>,
  host: Host,
): Promise<number> {
  if (host.args[0] === '--help' || host.args[0] === '-h') {
    host.stdout(usage)
    return exitCodes.success
  }
  const { command, args } = requestedCommand(host)
  const runtime = createRuntime(program.stopGraceSeconds, args, host)
  if (command === commands.train && program.train !== undefined)
    return runTraining(program, runtime)
  if (command === commands.serve && program.predict !== undefined)
    return runServing(program, runtime)
  reportError(
    host,
    new ContainerError('usage', `${wrongCommand(command, host)}\n${usage.trimEnd()}`),
  )
  return exitCodes.usage
}

/** A log level that is none is worth a warning, not the job. */
function createRuntime(
  stopGraceSeconds: number | undefined,
  args: readonly string[],
  host: Host,
): Runtime {
  const { logLevel } = environmentVariables
  const level = parseLogLevel(host.env[logLevel])
  const plain = createLog(level ?? 'info', host)
  const log = createLog(level ?? 'info', host, metricsFile(host, plain.warn))
  if (level === undefined) {
    log.warn(`${logLevel} is no level: use debug, info, warn, error or a number from 10 to 50`, {
      value: host.env[logLevel],
    })
  }
  return { host, log, args, stopGraceSeconds }
}

function wrongCommand(command: string | undefined, { env }: Host): string {
  if (command === commands.train) return 'This program cannot train: it has no train function.'
  if (command === commands.serve) return 'This program cannot serve: it has no predict function.'
  const named = env[environmentVariables.command]
  if (named && !Object.values<string>(commands).includes(named))
    return `${environmentVariables.command} is ${JSON.stringify(named)}: expected train or serve.`
  return command === undefined
    ? 'A command is missing.'
    : `There is no command ${JSON.stringify(command)}.`
}

const usage = `Usage: <program> train | serve

  train   train once: reads input/, writes model/ and output/
  serve   answer GET /ping and POST /invocations

Words after the command are for the program. The command may also be the name that the
program is started by, such as a link named train.

Environment:
  ${environmentVariables.command}                    train or serve, if the command line says neither
  ${environmentVariables.baseDir}             folder in place of /opt/ml
  ${environmentVariables.bindToPort}         port to serve on (8080)
  ${environmentVariables.maxPayloadInMb}    largest request body in MB (25; 0 for no limit)
  ${environmentVariables.logLevel}  debug, info, warn or error (info)
  DEBUG                          print stacks with errors
`
