import type { Platform } from '../../jobs/platform.ts'
import { isOver } from '../../jobs/tuning/tuning-states.ts'
import type { RequestContext } from '../operation.ts'
import { findTuningJob } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Takes away a tuning job that has ended; its training jobs and their artifacts stay. */
export function deleteHyperParameterTuningJob(
  platform: Platform,
  { HyperParameterTuningJobName }: { HyperParameterTuningJobName: string },
  context: RequestContext,
): void {
  const job = findTuningJob(platform, HyperParameterTuningJobName, context)
  if (!isOver(job)) {
    throw refusal(
      `The request was rejected because the hyperparameter tuning job is in status ${job.status}, and not in a terminal state.`,
    )
  }
  platform.tuningJobs.delete(job)
}
