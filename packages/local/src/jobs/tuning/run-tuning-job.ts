import { setImmediate as turn } from 'node:timers/promises'
import { createRandom } from '../../faults/random.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { StoredImage } from '../../state/image-store.ts'
import { failureReasonOf } from '../failure-text.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { requestStop } from '../training/training-states.ts'
import { type LaunchedTrial, launchTrial } from './launch-trial.ts'
import { nextTrial } from './next-trial.ts'
import { createStopRule, type StopRule } from './stop-rule.ts'
import { hopelessness, isFound } from './tuning-end.ts'
import type { TuningJob, TuningTrial } from './tuning-job.ts'
import { completeTuning, failTuning, noteTrials } from './tuning-states.ts'
import { currentTrials } from './tuning-trials.ts'

/** Why a tuning job failed that ran when the emulator ended. */
export const tuningInterrupted =
  'InternalServerError: The local SageMaker was stopped while the tuning job ran. Start it again under another name; a warm start from this one uses its trials.'

/** A tuning job that runs. */
interface TuningRun {
  readonly job: TuningJob
  /** The images of its definitions. */
  readonly images: readonly StoredImage[]
  /** Aborts when the job is to stop. */
  readonly stop: AbortSignal
  /** Aborts when the platform closes. */
  readonly closing: AbortSignal
  /** Aborts when the job has what it was to find, or its time is up. */
  readonly enough: AbortController
  readonly random: () => number
  readonly stopRule: StopRule | undefined
}

/** Runs a tuning job to its end, while the caller goes on. */
export function startTuningJob(
  platform: Platform,
  job: TuningJob,
  images: readonly StoredImage[],
): void {
  const stop = platform.stopSignals.open(job.arn)
  platform.run(async (closing) => {
    const ended = new AbortController()
    const enough = new AbortController()
    limitRuntime(platform, job, enough, ended.signal)
    const { RandomSeed = seedOf(newIdentifier()) } = job.request.HyperParameterTuningJobConfig
    const random = createRandom(RandomSeed)
    const stopRule = createStopRule(job, createRandom(RandomSeed + 1))
    const run = { job, images, stop, closing, enough, random, stopRule }
    const failure = await runTrials(platform, run)
    ended.abort()
    if (closing.aborted) failTuning(platform, job, tuningInterrupted)
    else if (failure !== undefined && !stop.aborted) failTuning(platform, job, failure)
    else completeTuning(platform, job)
  })
}

function seedOf(identifier: string): number {
  return Number.parseInt(identifier.slice(0, 8), 16)
}

/** Ends a tuning job whose time is up: what it has found counts. */
function limitRuntime(
  { clock }: Platform,
  job: TuningJob,
  enough: AbortController,
  ended: AbortSignal,
): void {
  const { MaxRuntimeInSeconds: seconds } = job.request.HyperParameterTuningJobConfig.ResourceLimits
  if (seconds === undefined) return
  void sleepLong(clock, seconds * 1000, ended).then(
    () => enough.abort(),
    () => {},
  )
}

/** Launches training jobs as long as there is reason to, and returns why the search failed, if it did. */
async function runTrials(platform: Platform, run: TuningRun): Promise<string | undefined> {
  const { job } = run
  const { MaxParallelTrainingJobs } = job.request.HyperParameterTuningJobConfig.ResourceLimits
  const running = new Map<TuningTrial, Promise<void>>()
  const done = AbortSignal.any([run.stop, run.enough.signal])
  const stopTrials = (): void => {
    for (const trial of running.keys()) stopTrial(platform, job, trial)
  }
  done.addEventListener('abort', stopTrials)
  /** Why no more are launched. */
  let hopeless: string | undefined
  const goesOn = (): boolean => hopeless === undefined && !done.aborted && !run.closing.aborted
  for (;;) {
    while (goesOn() && running.size < MaxParallelTrainingJobs) {
      let launched: LaunchedTrial | undefined
      try {
        launched = launchNext(platform, run)
      } catch (cause) {
        hopeless = failureReasonOf(cause)
      }
      if (launched === undefined) break
      const { trial, ended } = launched
      running.set(
        trial,
        ended.then(() => void running.delete(trial)),
      )
      // A strategy may think for a while: whoever else waits comes first.
      await turn()
    }
    if (running.size === 0) break
    await Promise.race(running.values())
    currentTrials(platform, job)
    noteTrials(platform, job)
    hopeless ??= hopelessness(job)
    if (isFound(job)) run.enough.abort()
  }
  return hopeless
}

function stopTrial(platform: Platform, job: TuningJob, trial: TuningTrial): void {
  const trainingJob = platform.trainingJobs.get(job.region, trial.name)
  if (trainingJob !== undefined) requestStop(platform, trainingJob, 'Stopped')
}

/** Launches the training job that comes next, if there is one. */
function launchNext(platform: Platform, { job, images, random, stopRule }: TuningRun) {
  const next = nextTrial(job, random)
  if (next === undefined) return undefined
  const image = images[next.definition] as StoredImage
  const launched = launchTrial(platform, job, {
    ...next,
    image,
    onMetric(metric, trial) {
      if (stopRule?.(metric, trial) === true) stopTrial(platform, job, trial)
    },
  })
  noteTrials(platform, job)
  return launched
}
