import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { summariseTuningJob } from './describe-hyper-parameter-tuning-job.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the tuning jobs of a region, by name unless asked otherwise. */
export function listHyperParameterTuningJobs(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const jobs = platform.tuningJobs.list(region)
  const { items, ...more } = listResources(jobs, { SortBy: 'Name', ...input }, 'Ascending')
  return {
    HyperParameterTuningJobSummaries: items.map((job) => ({
      ...summariseTuningJob(platform, job),
      Strategy: job.request.HyperParameterTuningJobConfig.Strategy,
      ResourceLimits: job.request.HyperParameterTuningJobConfig.ResourceLimits,
    })),
    ...more,
  }
}
