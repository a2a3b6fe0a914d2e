import type { Platform } from '../../jobs/platform.ts'
import { isTerminal, requestStop } from '../../jobs/training/training-states.ts'
import type { RequestContext } from '../operation.ts'
import { findTrainingJob } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Asks a training job to stop; one that is stopping already goes on doing so. */
export function stopTrainingJob(
  platform: Platform,
  { TrainingJobName }: { TrainingJobName: string },
  context: RequestContext,
): void {
  const job = findTrainingJob(platform, TrainingJobName, context)
  if (isTerminal(job)) {
    throw refusal(`The request was rejected because the training job is in status ${job.status}.`)
  }
  requestStop(platform, job, 'Stopped')
}
