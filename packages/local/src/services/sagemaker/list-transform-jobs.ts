import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the transform jobs of a region, newest first unless asked otherwise. */
export function listTransformJobs(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const { items, ...more } = listResources(platform.transformJobs.list(region), input, 'Descending')
  return {
    TransformJobSummaries: items.map((job) => ({
      TransformJobName: job.name,
      TransformJobArn: job.arn,
      CreationTime: epochSeconds(job.creationTime),
      ...(job.endTime && { TransformEndTime: epochSeconds(job.endTime) }),
      LastModifiedTime: epochSeconds(job.lastModifiedTime),
      TransformJobStatus: job.status,
      ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
    })),
    ...more,
  }
}
