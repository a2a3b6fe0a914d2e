import { newIdentifier } from '../../state/identifiers.ts'
import type { StoredImage } from '../../state/image-store.ts'
import type { Point } from '../../strategies/parameter-range.ts'
import type { Platform } from '../platform.ts'
import { newTrainingJob } from '../training/new-training-job.ts'
import { startTrainingJob } from '../training/run-training-job.ts'
import type { MetricValue } from '../training/training-job.ts'
import type { CheckpointConfig } from '../training/training-request.ts'
import type { TrialDefinition, TuningJob, TuningTrial } from './tuning-job.ts'

/** A trial that runs. */
export interface LaunchedTrial {
  readonly trial: TuningTrial
  /** Resolves when its training job has ended. */
  readonly ended: Promise<void>
}

/** What a trial is made of. */
export interface TrialPlan {
  /** The number of the definition in the tuning job. */
  readonly definition: number
  readonly image: StoredImage
  readonly tuned: Point
  /** Hears each value of each metric. */
  readonly onMetric: (metric: MetricValue, trial: TuningTrial) => void
}

/** Starts a training job with hyperparameters that a strategy has chosen. */
export function launchTrial(
  platform: Platform,
  job: TuningJob,
  { definition: number, image, tuned, onMetric }: TrialPlan,
): LaunchedTrial {
  const definition = job.definitions[number] as TrialDefinition
  const { CheckpointConfig: checkpoints } = definition.template
  const TrainingJobName = nameTrial(job)
  const request = {
    ...definition.template,
    ...(checkpoints && { CheckpointConfig: ownCheckpoints(checkpoints, TrainingJobName) }),
    TrainingJobName,
    HyperParameters: { ...definition.template.HyperParameters, ...tuned },
  }
  const now = platform.clock.now().getTime()
  const trainingJob = newTrainingJob(request, job, { now, tags: job.tags, tuningJobArn: job.arn })
  const { name, arn, creationTime, status } = trainingJob
  const trial: TuningTrial = {
    name,
    arn,
    definition: number,
    creationTime,
    tuned,
    status,
    objectiveStatus: 'Pending',
  }
  platform.trainingJobs.add(trainingJob)
  job.trials.push(trial)
  const ended = startTrainingJob(platform, trainingJob, image, (metric) => onMetric(metric, trial))
  return { trial, ended }
}

/** A prefix for each training job: what one has learned is not what another is to go on from. */
function ownCheckpoints({ S3Uri, LocalPath }: CheckpointConfig, name: string): CheckpointConfig {
  return { S3Uri: `${S3Uri.replace(/\/$/, '')}/${name}/`, LocalPath }
}

/** The tuning job's name, the trial's number from 001, and eight hexadecimal digits that no other has. */
function nameTrial({ name, trials }: TuningJob): string {
  return `${name}-${String(trials.length + 1).padStart(3, '0')}-${newIdentifier().slice(0, 8)}`
}
