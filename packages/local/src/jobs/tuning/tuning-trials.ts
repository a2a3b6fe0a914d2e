import type { Trial } from '../../strategies/parameter-range.ts'
import type { Platform } from '../platform.ts'
import type { TrainingJob } from '../training/training-job.ts'
import { isTerminal } from '../training/training-states.ts'
import type { Objective, TrialDefinition, TuningJob, TuningTrial } from './tuning-job.ts'

/** How many trials there are of each status. */
export interface TrialCounts {
  readonly training: Record<
    'Completed' | 'InProgress' | 'RetryableError' | 'NonRetryableError' | 'Stopped',
    number
  >
  readonly objective: Record<'Succeeded' | 'Pending' | 'Failed', number>
}

/** Counts trials. */
export function countTrials(trials: readonly TuningTrial[]): TrialCounts {
  const training = {
    Completed: 0,
    InProgress: 0,
    RetryableError: 0,
    NonRetryableError: 0,
    Stopped: 0,
  }
  const objective = { Succeeded: 0, Pending: 0, Failed: 0 }
  for (const trial of trials) {
    training[countedAs(trial)] += 1
    objective[trial.objectiveStatus] += 1
  }
  return { training, objective }
}

function countedAs({ status, failureReason }: TuningTrial): keyof TrialCounts['training'] {
  if (status === 'Stopping') return 'InProgress'
  if (status !== 'Failed') return status
  return failureReason?.startsWith('InternalServerError') ? 'RetryableError' : 'NonRetryableError'
}

/** Brings what is known of a trial up to what its training job says of itself. */
function followTrainingJob(trial: TuningTrial, job: TrainingJob, { MetricName }: Objective): void {
  const { status, startTime, endTime, failureReason } = job
  Object.assign(trial, {
    status,
    ...(startTime !== undefined && { startTime }),
    ...(endTime !== undefined && { endTime }),
    ...(failureReason !== undefined && { failureReason }),
  })
  if (!isTerminal(job)) return
  const value = job.metrics.find(({ name }) => name === MetricName)?.value
  const succeeded = value !== undefined && status !== 'Failed'
  trial.objectiveStatus = succeeded ? 'Succeeded' : 'Failed'
  if (succeeded) trial.value = value
}

/** A tuning job's trials as they are now, those that run as well. */
export function currentTrials(
  { trainingJobs }: Pick<Platform, 'trainingJobs'>,
  job: TuningJob,
): readonly TuningTrial[] {
  for (const trial of job.trials) {
    const trainingJob = trainingJobs.get(job.region, trial.name)
    if (trial.objectiveStatus !== 'Pending' || trainingJob === undefined) continue
    followTrainingJob(trial, trainingJob, definitionOf(job, trial).objective)
  }
  return job.trials
}

/** The definition that a trial is of. */
export function definitionOf(job: TuningJob, trial: TuningTrial): TrialDefinition {
  return job.definitions[trial.definition] as TrialDefinition
}

/** What is to be made small: the objective, or minus it where it is to be large. Infinite of a trial without a value. */
export function lossOf(trial: TuningTrial, { Type }: Objective): number {
  if (trial.value === undefined) return Number.POSITIVE_INFINITY
  return Type === 'Minimize' ? trial.value : -trial.value
}

/** The trial with the best objective; of equals the earlier. */
export function bestTrial(job: TuningJob): TuningTrial | undefined {
  let best: TuningTrial | undefined
  let least = Number.POSITIVE_INFINITY
  for (const trial of job.trials) {
    const loss = lossOf(trial, definitionOf(job, trial).objective)
    if (loss >= least) continue
    best = trial
    least = loss
  }
  return best
}

/** A trial as strategies see it. */
export function asTrial(trial: TuningTrial, objective: Objective): Trial {
  if (trial.objectiveStatus === 'Pending') return { point: trial.tuned, state: 'running' }
  if (trial.value === undefined) return { point: trial.tuned, state: 'failed' }
  return { point: trial.tuned, state: 'succeeded', loss: lossOf(trial, objective) }
}
