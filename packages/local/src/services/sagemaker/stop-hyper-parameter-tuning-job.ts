import type { Platform } from '../../jobs/platform.ts'
import { isOver, requestTuningStop } from '../../jobs/tuning/tuning-states.ts'
import type { RequestContext } from '../operation.ts'
import { findTuningJob } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Asks a tuning job to stop with all training jobs that it has launched; one that is stopping already goes on doing so. */
export function stopHyperParameterTuningJob(
  platform: Platform,
  { HyperParameterTuningJobName }: { HyperParameterTuningJobName: string },
  context: RequestContext,
): void {
  const job = findTuningJob(platform, HyperParameterTuningJobName, context)
  if (isOver(job)) {
    throw refusal(
      `The request was rejected because the hyperparameter tuning job is already in status ${job.status}.`,
    )
  }
  requestTuningStop(platform, job)
}
