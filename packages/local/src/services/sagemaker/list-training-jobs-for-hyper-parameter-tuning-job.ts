import type { Platform } from '../../jobs/platform.ts'
import { currentTrials, definitionOf } from '../../jobs/tuning/tuning-trials.ts'
import type { RequestContext } from '../operation.ts'
import { describeTrial } from './describe-hyper-parameter-tuning-job.ts'
import { findTuningJob } from './find-resource.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the training jobs that a tuning job has launched, by name unless asked otherwise. */
export function listTrainingJobsForHyperParameterTuningJob(
  platform: Platform,
  { HyperParameterTuningJobName, ...input }: ListInput & { HyperParameterTuningJobName: string },
  context: RequestContext,
): unknown {
  const job = findTuningJob(platform, HyperParameterTuningJobName, context)
  const trials = currentTrials(platform, job)
  // Sorted by a value, those that have none are not listed.
  const listed =
    input.SortBy === 'FinalObjectiveMetricValue'
      ? trials.filter(({ value }) => value !== undefined)
      : trials
  const { items, ...more } = listResources(listed, { SortBy: 'Name', ...input }, 'Ascending')
  return {
    TrainingJobSummaries: items.map((trial) => describeTrial(definitionOf(job, trial), trial)),
    ...more,
  }
}
