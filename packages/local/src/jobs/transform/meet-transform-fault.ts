import { JobError } from '../../errors.ts'
import { capacityError } from '../capacity-error.ts'
import { sleepLong } from '../long-sleep.ts'
import type { Platform } from '../platform.ts'
import type { TransformJob } from './transform-job.ts'

/** Has happen to a job that starts what was ordered for it: a delay, and then maybe its end. */
export async function meetTransformFault(
  { clock, faults }: Platform,
  job: TransformJob,
  signal: AbortSignal,
): Promise<void> {
  const fault = faults.takeForJob('transform', job.name)
  if (fault === undefined) return
  await sleepLong(clock, fault.delayMilliseconds ?? 0, signal)
  if (fault.capacity === true) throw capacityError()
  if (fault.failureReason !== undefined) throw new JobError(undefined, fault.failureReason)
}
