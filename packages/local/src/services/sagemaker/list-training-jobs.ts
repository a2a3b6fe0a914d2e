import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the training jobs of a region, oldest first unless asked otherwise. */
export function listTrainingJobs(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const { items, ...more } = listResources(platform.trainingJobs.list(region), input, 'Ascending')
  return {
    TrainingJobSummaries: items.map((job) => ({
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      CreationTime: epochSeconds(job.creationTime),
      LastModifiedTime: epochSeconds(job.lastModifiedTime),
      ...(job.endTime && { TrainingEndTime: epochSeconds(job.endTime) }),
      TrainingJobStatus: job.status,
      SecondaryStatus: job.secondaryStatus,
    })),
    ...more,
  }
}
