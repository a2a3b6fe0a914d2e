import type { Platform } from '../../jobs/platform.ts'
import { countNotImproving } from '../../jobs/tuning/tuning-end.ts'
import type { TrialDefinition, TuningJob, TuningTrial } from '../../jobs/tuning/tuning-job.ts'
import {
  bestTrial,
  countTrials,
  currentTrials,
  definitionOf,
} from '../../jobs/tuning/tuning-trials.ts'
import { overallBest } from '../../jobs/tuning/warm-start.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds, secondsBetween } from './answers.ts'
import { findTuningJob } from './find-resource.ts'

/** Everything there is to know of a tuning job: what was asked, and how far it is. */
export function describeHyperParameterTuningJob(
  platform: Platform,
  { HyperParameterTuningJobName }: { HyperParameterTuningJobName: string },
  context: RequestContext,
): unknown {
  const job = findTuningJob(platform, HyperParameterTuningJobName, context)
  currentTrials(platform, job)
  const best = bestTrial(job)
  const now = platform.clock.now().getTime()
  return {
    ...job.request,
    ...summariseTuningJob(platform, job),
    ...(best !== undefined && { BestTrainingJob: describeTrial(definitionOf(job, best), best) }),
    ...describeOverallBest(job),
    TuningJobCompletionDetails: {
      NumberOfTrainingJobsObjectiveNotImproving: countNotImproving(job),
    },
    ...(job.failureReason !== undefined && { FailureReason: job.failureReason }),
    ConsumedResources: {
      RuntimeInSeconds: secondsBetween(job.creationTime, job.endTime ?? now),
    },
  }
}

/** The best of this job and of those that it was warm-started from, where their objectives compare. */
function describeOverallBest(job: TuningJob): object {
  if (job.request.WarmStartConfig?.WarmStartType !== 'IdenticalDataAndAlgorithm') return {}
  const best = overallBest(job)
  if (best === undefined) return {}
  const { definition, trial, tuningJobName: TuningJobName } = best
  return { OverallBestTrainingJob: { ...describeTrial(definition, trial), TuningJobName } }
}

/** What lists tell of a tuning job too. */
export function summariseTuningJob(platform: Platform, job: TuningJob): object {
  const { training, objective } = countTrials(currentTrials(platform, job))
  return {
    HyperParameterTuningJobName: job.name,
    HyperParameterTuningJobArn: job.arn,
    HyperParameterTuningJobStatus: job.status,
    CreationTime: epochSeconds(job.creationTime),
    LastModifiedTime: epochSeconds(job.lastModifiedTime),
    ...(job.endTime !== undefined && { HyperParameterTuningEndTime: epochSeconds(job.endTime) }),
    TrainingJobStatusCounters: training,
    ObjectiveStatusCounters: objective,
  }
}

/** A training job as a tuning job tells of it. */
export function describeTrial(
  { name: definitionName, objective }: TrialDefinition,
  trial: TuningTrial,
): object {
  return {
    ...(definitionName !== undefined && { TrainingJobDefinitionName: definitionName }),
    TrainingJobName: trial.name,
    TrainingJobArn: trial.arn,
    CreationTime: epochSeconds(trial.creationTime),
    ...(trial.startTime !== undefined && { TrainingStartTime: epochSeconds(trial.startTime) }),
    ...(trial.endTime !== undefined && { TrainingEndTime: epochSeconds(trial.endTime) }),
    TrainingJobStatus: trial.status,
    TunedHyperParameters: trial.tuned,
    ...(trial.failureReason !== undefined && { FailureReason: trial.failureReason }),
    ...(trial.value !== undefined && {
      FinalHyperParameterTuningJobObjectiveMetric: {
        // Only where there are several is it told which way is better.
        ...(definitionName !== undefined && { Type: objective.Type }),
        MetricName: objective.MetricName,
        Value: trial.value,
      },
    }),
    ObjectiveStatus: trial.objectiveStatus,
  }
}
