import { AwsError } from '../../errors.ts'
import type { Platform } from '../../jobs/platform.ts'
import { isTerminal } from '../../jobs/training/training-states.ts'
import type { RequestContext } from '../operation.ts'
import { findTrainingJob } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Takes away a training job that has ended; its log and its artifacts stay. */
export function deleteTrainingJob(
  platform: Platform,
  { TrainingJobName }: { TrainingJobName: string },
  context: RequestContext,
): void {
  const job = findTrainingJob(platform, TrainingJobName, context)
  if (!isTerminal(job)) {
    throw refusal(`The request was rejected because the training job is in status ${job.status}.`)
  }
  if (job.warmPool?.status === 'Available') {
    throw new AwsError(
      'ResourceInUse',
      'The request was rejected because the training job retains a warm pool in status Available.',
    )
  }
  platform.trainingJobs.delete(job)
}
