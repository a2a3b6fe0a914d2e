import type { InputKind } from './codecs/codec.ts'
import type { ContainerProgram } from './container-program.ts'
import { environmentVariables } from './contract/environment.ts'
import { commands } from './contract/routes.ts'
import { ContainerError } from './errors.ts'
import { exitCodes } from './lifecycle/exit-codes.ts'
import type { Host } from './lifecycle/host.ts'
import { metricsFile } from './lifecycle/metrics-file.ts'
import { reportError } from './lifecycle/report-error.ts'
import { requestedCommand } from './lifecycle/requested-command.ts'
import type { Runtime } from './lifecycle/runtime.ts'
import { createLog } from './logging/log.ts'
import { parseLogLevel } from './logging/log-level.ts'
import { runWorker } from './serve/pool/run-worker.ts'
import { runServing } from './serve/run-serving.ts'
import { runTraining } from './train/run-training.ts'

/** Does what the program is started for and returns the exit code. */
export async function runCommand<
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
  if (host.starter !== undefined) return runWorker(program, host.starter, runtime)
  if (command === commands.train && program.train !== undefined)
    return runTraining(program, runtime)
  if (command === commands.serve && (program.predict ?? program.converse) !== undefined)
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
  if (level === undefined && host.starter === undefined) {
    log.warn(`${logLevel} is no level: use debug, info, warn, error or a number from 10 to 50`, {
      value: host.env[logLevel],
    })
  }
  return { host, log, args, stopGraceSeconds }
}

function wrongCommand(command: string | undefined, { env }: Host): string {
  if (command === commands.train) return 'This program cannot train: it has no train function.'
  if (command === commands.serve)
    return 'This program cannot serve: it has no predict function and no converse.'
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
${[
  [environmentVariables.command, 'train or serve, if the command line says neither'],
  [environmentVariables.baseDir, 'folder in place of /opt/ml'],
  [environmentVariables.bindToPort, 'port to serve on (8080)'],
  [environmentVariables.maxPayloadInMb, 'largest request body in MB (25; 0 for no limit)'],
  [environmentVariables.modelServerWorkers, "threads that run predict; 0 for the server's own"],
  [environmentVariables.logLevel, 'debug, info, warn or error (info)'],
  ['DEBUG', 'print stacks with errors'],
]
  .map(([name = '', does]) => `  ${name.padEnd(32)}${does}`)
  .join('\n')}
`
