import { JobError } from '../../errors.ts'
import type { JobFault } from '../../faults/fault.ts'
import type { Platform } from '../platform.ts'

const noCapacity =
  'Unable to provision requested ML compute capacity due to InsufficientInstanceCapacity error. Please retry using a different ML instance type or after some time.'

/** Has happen to an endpoint that starts what was ordered for it: a delay, and then maybe its end. */
export async function meetFault(
  { clock }: Platform,
  { delayMilliseconds = 0, capacity = false, failureReason }: JobFault,
  signal: AbortSignal,
): Promise<void> {
  if (delayMilliseconds > 0) await clock.sleep(delayMilliseconds, signal)
  if (capacity) throw new JobError(undefined, noCapacity)
  if (failureReason !== undefined) throw new JobError(undefined, failureReason)
}
