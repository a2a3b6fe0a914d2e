import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { describeWarmPool } from './describe-training-job.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the training jobs of a region, oldest first unless asked otherwise. */
export function listTrainingJobs(
  platform: Platform,
  { WarmPoolStatusEquals, ...input }: ListInput & { readonly WarmPoolStatusEquals?: string },
  { region }: RequestContext,
): unknown {
  const jobs = platform.trainingJobs
    .list(region)
    .filter(
      (job) => WarmPoolStatusEquals === undefined || job.warmPool?.status === WarmPoolStatusEquals,
    )
  const { items, ...more } = listResources(jobs, input, 'Ascending')
  return {
    TrainingJobSummaries: items.map((job) => ({
      TrainingJobName: job.name,
      TrainingJobArn: job.arn,
      CreationTime: epochSeconds(job.creationTime),
      LastModifiedTime: epochSeconds(job.lastModifiedTime),
      ...(job.endTime && { TrainingEndTime: epochSeconds(job.endTime) }),
      TrainingJobStatus: job.status,
      SecondaryStatus: job.secondaryStatus,
      ...(job.warmPool && { WarmPoolStatus: describeWarmPool(job.warmPool) }),
    })),
    ...more,
  }
}
