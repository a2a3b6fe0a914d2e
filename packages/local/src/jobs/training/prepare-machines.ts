import type { Platform } from '../platform.ts'
import { requireLocation } from './channel-objects.ts'
import { CheckpointSync } from './checkpoint-sync.ts'
import { containerFolder } from './container-folder.ts'
import { downloadChannels } from './download-channels.ts'
import { openPipes, type PipeFeeder } from './feed-pipes.ts'
import { layOutOptMl } from './lay-out-opt-ml.ts'
import type { TrainingJob } from './training-job.ts'
import type { TrainingMachine } from './training-machine.ts'
import { placeCaches } from './warm-pools.ts'

/** A machine with all that its program is to find. */
export interface PreparedMachine extends TrainingMachine {
  readonly feedPipes: PipeFeeder
  /** There if the job has checkpoints. */
  readonly checkpoints: CheckpointSync | undefined
}

/** Lays out `/opt/ml` on every machine: configuration, checkpoints, channels, pipes. */
export async function prepareMachines(
  platform: Platform,
  job: TrainingJob,
  machines: readonly TrainingMachine[],
  signal: AbortSignal,
): Promise<readonly PreparedMachine[]> {
  await placeCaches(platform, job, machines)
  const prepared: PreparedMachine[] = []
  for (const machine of machines) prepared.push(await prepare(platform, job, machine, signal))
  return prepared
}

async function prepare(
  platform: Platform,
  { request }: TrainingJob,
  machine: TrainingMachine,
  signal: AbortSignal,
): Promise<PreparedMachine> {
  const { baseDir } = machine
  const { CheckpointConfig: config } = request
  signal.throwIfAborted()
  await layOutOptMl(baseDir, request, machine)
  const checkpoints =
    config &&
    new CheckpointSync(
      platform.objectStore,
      containerFolder(baseDir, config.LocalPath),
      requireLocation(config.S3Uri),
    )
  await checkpoints?.restore(signal)
  await downloadChannels(platform.objectStore, request, baseDir, machine, signal)
  const feedPipes = await openPipes(platform, request, baseDir, machine)
  return { ...machine, feedPipes, checkpoints }
}
