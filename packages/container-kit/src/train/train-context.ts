import { environmentVariables } from '../contract/environment.ts'
import type { ContainerPaths } from '../contract/paths.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { checkHyperparameters } from './check-hyperparameters.ts'
import { checkpointFolder } from './checkpoint-folder.ts'
import { checkpointsIn } from './checkpoints.ts'
import { readCluster } from './cluster.ts'
import { inputChannels } from './input-channels.ts'
import { readHyperparameters } from './read-hyperparameters.ts'
import type { TrainContext, TrainProgram } from './train-program.ts'

/** Reads all that the platform says of the job. Hyperparameters come first, so that wrong ones cost no time. */
export async function trainContext<
  Hyperparameters,
  Declared extends string,
  Streamed extends string,
>(
  program: TrainProgram<Hyperparameters, Declared, Streamed>,
  paths: ContainerPaths,
  { host, log }: Runtime,
  signal: AbortSignal,
): Promise<TrainContext<Hyperparameters, Declared, Streamed>> {
  const sent = readHyperparameters(paths.hyperparametersFile)
  const hyperparameters =
    program.hyperparameters === undefined
      ? // Without a schema the type parameter is its default, text by name.
        (sent.own as Hyperparameters)
      : await checkHyperparameters(sent.own, program.hyperparameters)
  const cluster = readCluster(paths.resourceConfigFile)
  const checkpointDir = checkpointFolder(paths, host.env)
  const context: TrainContext<Hyperparameters, Declared, Streamed> = {
    hyperparameters,
    ...inputChannels(
      { channels: program.channels ?? [], streams: program.streams ?? [] },
      { host, log, signal, paths },
    ),
    modelDir: paths.modelDir,
    outputDir: paths.outputDir,
    outputDataDir: paths.outputDataDir,
    checkpointDir,
    checkpoints: checkpointsIn(checkpointDir, cluster),
    warmPoolCacheDir: host.env[environmentVariables.warmPoolCacheDir],
    log,
    signal,
    cluster,
    jobName: host.env[environmentVariables.trainingJobName],
    reservedHyperparameters: sent.reserved,
    args: host.args.slice(1),
  }
  log.info('training starts', {
    job: context.jobName,
    host: context.cluster.currentHost,
    channels: Object.keys({ ...context.channels, ...context.streams }).join(' '),
    hyperparameters: Object.keys(sent.own).join(' '),
  })
  return context
}
