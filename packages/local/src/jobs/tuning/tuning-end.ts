import type { TuningJob } from './tuning-job.ts'
import { countTrials } from './tuning-trials.ts'

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
