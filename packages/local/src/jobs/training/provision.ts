import { capacityError } from '../capacity-error.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import { instanceGroups } from './training-hosts.ts'
import type { TrainingJob } from './training-job.ts'
import { advance, requestStop } from './training-states.ts'

/** How a job is made to wait for instances, or to find none. */
interface Shortage {
  readonly delayMilliseconds?: number
  readonly capacity?: unknown
}

/**
 * Waits until a job has its instances: not at all, unless a fault makes them scarce.
 *
 * @throws JobError when there are none to be had, or the signal's reason when the job is stopped while it waits.
 */
export async function provision(
  platform: Platform,
  job: TrainingJob,
  { delayMilliseconds = 0, capacity }: Shortage,
  signal: AbortSignal,
): Promise<void> {
  if (delayMilliseconds > 0) {
    advance(platform, job, 'Pending')
    const longest = longestPending(job)
    const wait = Math.min(delayMilliseconds, longest)
    // A sleep that is broken off tells nothing: the signal does.
    await sleepLong(platform.clock, wait, signal).catch(() => {})
    if (wait < delayMilliseconds) requestStop(platform, job, 'Stopped')
    signal.throwIfAborted()
    advance(platform, job, 'Starting')
  }
  if (capacity) throw capacityError()
}

/** How long a job may wait, in milliseconds; that counts for accelerated instance types alone. */
function longestPending({ request }: TrainingJob): number {
  const seconds = request.StoppingCondition.MaxPendingTimeInSeconds
  const isAccelerated = instanceGroups(request.ResourceConfig).some(({ InstanceType }) =>
    /^ml\.(?:p|g|trn)/.test(InstanceType),
  )
  return seconds !== undefined && isAccelerated ? seconds * 1000 : Number.POSITIVE_INFINITY
}
