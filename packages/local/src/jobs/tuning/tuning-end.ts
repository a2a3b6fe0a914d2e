import type { TuningJob } from './tuning-job.ts'
import { bestTrial, countTrials, definitionOf, lossOf } from './tuning-trials.ts'

/** After how many training jobs without any success SageMaker gives a tuning job up. */
const patience = 5

/**
 * Why a tuning job is to be given up: none of its training jobs has succeeded, or none has had the objective. Undefined
 * while there is hope.
 */
export function hopelessness(job: TuningJob): string | undefined {
  const { training, objective } = countTrials(job.trials)
  const ended = objective.Failed
  const most = job.request.HyperParameterTuningJobConfig.ResourceLimits.MaxNumberOfTrainingJobs
  if (objective.Succeeded > 0 || ended < Math.min(patience, most)) return undefined
  if (training.Completed + training.Stopped === 0) {
    return `No training job succeeded after ${ended} attempts. For additional details, please take a look at the training job failures by listing training jobs for the hyperparameter tuning job.`
  }
  return `No objective metrics found after running ${ended} training jobs. Please ensure that the custom algorithm is emitting the objective metric as defined by the regular expression provided.`
}

/** Whether a tuning job has what it was to find: a good enough objective, or none that gets better. */
export function isFound(job: TuningJob): boolean {
  const { TuningJobCompletionCriteria: criteria } = job.request.HyperParameterTuningJobConfig
  const best = bestTrial(job)
  if (criteria === undefined || best === undefined) return false
  const { TargetObjectiveMetricValue: target, BestObjectiveNotImproving } = criteria
  const { Type } = definitionOf(job, best).objective
  const value = best.value as number
  if (target !== undefined && (Type === 'Minimize' ? value <= target : value >= target)) return true
  const most = BestObjectiveNotImproving?.MaxNumberOfTrainingJobsNotImproving
  return most !== undefined && countNotImproving(job) >= most
}

/** What SageMaker calls an improvement: one by more than a hundredth. */
const leastImprovement = 0.01

/** How many training jobs have ended since one last improved on those before it. */
export function countNotImproving(job: TuningJob): number {
  const ended = job.trials
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => (a.endTime as number) - (b.endTime as number))
  let least = Number.POSITIVE_INFINITY
  let count = 0
  for (const trial of ended) {
    const loss = lossOf(trial, definitionOf(job, trial).objective)
    const isBetter =
      loss < least - (Number.isFinite(least) ? leastImprovement * Math.abs(least) : 0)
    count = isBetter ? 0 : count + 1
    if (isBetter) least = loss
  }
  return count
}
