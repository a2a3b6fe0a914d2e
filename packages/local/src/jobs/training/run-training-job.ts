import type { StoredImage } from '../../state/image-store.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { runAttempt } from './run-attempt.ts'
import type { Run } from './run-stages.ts'
import type { TrainingJob } from './training-job.ts'
import { advance, complete, fail, requestStop } from './training-states.ts'
import { joinWarmPool, leaveWarmPool } from './warm-pools.ts'

/** Why a job failed that ran when the emulator ended. */
export const interrupted =
  'InternalServerError: The local SageMaker was stopped while the job ran. Start the job again.'

/**
 * Runs a job from `Starting` to its end, while the caller goes on.
 *
 * @param onMetric - Hears each value of each of the job's metrics.
 * @returns a promise of its end, however it ends; it is never rejected.
 */
export function startTrainingJob(
  platform: Platform,
  job: TrainingJob,
  image: StoredImage,
  onMetric: Run['onMetric'] = () => {},
): Promise<void> {
  const stop = platform.stopSignals.open(job.arn)
  joinWarmPool(platform, job)
  return new Promise((resolve) => {
    platform.run(async (closing) => {
      const ended = new AbortController()
      limitWait(platform, job, ended.signal)
      const failure = await runAttempts(platform, { job, image, stop, closing, onMetric })
      ended.abort()
      if (failure === undefined) complete(platform, job)
      else fail(platform, job, closing.aborted ? interrupted : failure)
      leaveWarmPool(platform, job)
      resolve()
    })
  })
}

/** Stops a spot job that takes longer than it may, with all its waiting. */
function limitWait(platform: Platform, job: TrainingJob, ended: AbortSignal): void {
  const { EnableManagedSpotTraining: isSpot, StoppingCondition } = job.request
  const { MaxWaitTimeInSeconds: seconds } = StoppingCondition
  if (!isSpot || seconds === undefined) return
  void sleepLong(platform.clock, seconds * 1000, ended).then(
    () => requestStop(platform, job, 'MaxWaitTimeExceeded'),
    () => {},
  )
}

/** Runs a job until it ends by itself or has to, and returns why it failed, if it did. */
async function runAttempts(platform: Platform, run: Run): Promise<string | undefined> {
  let retries = run.job.request.RetryStrategy?.MaximumRetryAttempts ?? 0
  for (;;) {
    const { failure, interrupted } = await runAttempt(platform, run)
    const goesOn = !run.stop.aborted && !run.closing.aborted
    const isRetried = retries > 0 && failure?.startsWith('InternalServerError')
    if (!goesOn || (interrupted !== true && !isRetried)) return failure
    if (interrupted !== true) retries -= 1
    advance(platform, run.job, 'Starting')
  }
}
