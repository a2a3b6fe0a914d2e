import { setMaxListeners } from 'node:events'
import { containerPaths } from '@byo/container-kit/contract'
import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import { algorithmError } from './failure-reason.ts'
import type { PreparedMachine } from './prepare-machines.ts'
import { type ClusterFacts, trainingContainer } from './training-container.ts'
import type { TrainingJob } from './training-job.ts'

/**
 * Runs the containers of all hosts to their ends, or until the signal tells them to stop. When one fails, the others are
 * told to stop.
 *
 * @returns Why the first of them failed, if one did before it was told to stop.
 */
export async function runCluster(
  platform: Platform,
  job: TrainingJob,
  machines: readonly PreparedMachine[],
  facts: ClusterFacts,
  stop: AbortSignal,
): Promise<string | undefined> {
  const broken = new AbortController()
  const end = AbortSignal.any([stop, broken.signal])
  // Each host listens.
  setMaxListeners(machines.length, end)
  let failure: string | undefined
  const fail = (reason: string): void => {
    if (end.aborted) return
    failure = reason
    broken.abort()
  }
  await Promise.all(
    machines.map((machine) =>
      runHost(platform, job, machine, facts, end, fail).catch((cause: unknown) =>
        fail(failureReasonOf(cause)),
      ),
    ),
  )
  return failure
}

/** Runs one host's container, and feeds its pipes as long as it runs. */
async function runHost(
  platform: Platform,
  job: TrainingJob,
  machine: PreparedMachine,
  facts: ClusterFacts,
  end: AbortSignal,
  fail: (reason: string) => void,
): Promise<void> {
  const container = await platform.runner.start(trainingContainer(platform, job, machine, facts))
  const stop = (): void => void container.stop(platform.times.trainingStopGrace)
  if (end.aborted) stop()
  else end.addEventListener('abort', stop, { once: true })

  const gone = new AbortController()
  const feeding = machine.feedPipes(gone.signal).catch((cause: unknown) => {
    fail(failureReasonOf(cause))
  })
  const { exitCode } = await container.exited
  end.removeEventListener('abort', stop)
  gone.abort()
  await feeding
  if (exitCode === 0) return
  fail(await algorithmError(containerPaths(machine.baseDir).failureFile, exitCode))
}
