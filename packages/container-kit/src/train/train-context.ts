import { environmentVariables } from '../contract/environment.ts'
import type { ContainerPaths } from '../contract/paths.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import type { StopRequest } from '../lifecycle/stop-request.ts'
import type { Log } from '../logging/log.ts'
import { checkHyperparameters } from './check-hyperparameters.ts'
import { checkpointFolder } from './checkpoint-folder.ts'
import { checkpointsIn } from './checkpoints.ts'
import { readCluster } from './cluster.ts'
import { createCluster } from './create-cluster.ts'
import { inputChannels } from './input-channels.ts'
import { logStart } from './log-start.ts'
import type { ProcessGroups } from './process-groups.ts'
import { readHyperparameters } from './read-hyperparameters.ts'
import { runProgram } from './run-program.ts'
import { toolkitEnvironment } from './toolkit-environment.ts'
import type { TrainContext, TrainProgram } from './train-program.ts'

/** What stops training, and what it has started. */
export interface ContextSettings {
  readonly stop: StopRequest
  readonly groups: ProcessGroups
  /** Aborted when training is over, however it ended. */
  readonly over: AbortSignal
}

/** Reads all that the platform says of the job. Hyperparameters come first, so that wrong ones cost no time. */
export async function trainContext<
  Hyperparameters,
  Declared extends string,
  Streamed extends string,
>(
  program: TrainProgram<Hyperparameters, Declared, Streamed>,
  paths: ContainerPaths,
  runtime: Runtime,
  { stop, groups, over }: ContextSettings,
): Promise<TrainContext<Hyperparameters, Declared, Streamed>> {
  const { host, log } = runtime
  const { signal } = stop
  const sent = readHyperparameters(paths.hyperparametersFile)
  const hyperparameters =
    program.hyperparameters === undefined
      ? // Without a schema the type parameter is its default, text by name.
        (sent.own as Hyperparameters)
      : await checkHyperparameters(sent.own, program.hyperparameters)
  const facts = readCluster(paths.resourceConfigFile, log)
  const environment = () => childEnvironment(toolkitEnvironment(paths, facts, host.env), log)
  const checkpointDir = checkpointFolder(paths, host.env)
  const context: TrainContext<Hyperparameters, Declared, Streamed> = {
    hyperparameters,
    ...inputChannels(
      { channels: program.channels ?? [], streams: program.streams ?? [] },
      { host, log, signal: AbortSignal.any([signal, over]), paths },
    ),
    modelDir: paths.modelDir,
    outputDir: paths.outputDir,
    outputDataDir: paths.outputDataDir,
    checkpointDir,
    checkpoints: checkpointsIn(checkpointDir, facts),
    warmPoolCacheDir: host.env[environmentVariables.warmPoolCacheDir],
    log,
    signal,
    cluster: createCluster(facts, { host, log, signal }),
    jobName: host.env[environmentVariables.trainingJobName],
    reservedHyperparameters: sent.reserved,
    args: runtime.args,
    run: (command, args = [], options = {}) =>
      runProgram(command, args, options, { host, stop, groups, environment }),
    toolkitEnvironment: () => toolkitEnvironment(paths, facts, host.env),
  }
  logStart(context, sent.own, runtime)
  return context
}

/** Leaves out what the system would not take: Linux starts no program with a variable longer than this. */
function childEnvironment(
  all: Readonly<Record<string, string>>,
  log: Log,
): Readonly<Record<string, string>> {
  const fits = ([name, value]: readonly [string, string]) =>
    Buffer.byteLength(name) + Buffer.byteLength(value) + 2 <= mostVariableBytes
  const entries = Object.entries(all)
  const left = entries.filter((entry) => !fits(entry)).map(([name]) => name)
  if (left.length > 0) {
    log.warn('variables are too long for a program to be given them', { names: left.join(' ') })
  }
  return Object.fromEntries(entries.filter(fits))
}

/** MAX_ARG_STRLEN, name, value, `=` and the zero at the end together. */
const mostVariableBytes = 131_072
