import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import type { Session } from '../session/session.ts'
import { describeTrainingJob } from '../training/describe-training-job.ts'
import type { TunedHyperparameters, TuningRanges } from './ranges.ts'
import { trialOf } from './trial.ts'

/**
 * The best trial of a tuning job, and its model.
 *
 * @public
 */
export interface BestTrial<Ranges extends TuningRanges = TuningRanges> {
  /** The training job's name; `attachTrainingJob` gives its handle. */
  readonly trainingJobName: string
  /** What was chosen for it: numbers as numbers. */
  readonly hyperparameters: TunedHyperparameters<Ranges>
  /** The value of the objective. */
  readonly objective: number
  /** The model's archive in S3. */
  readonly modelDataUri: string
}

/** Where to look. */
interface BestTrialOptions<Ranges extends TuningRanges> {
  readonly job: DescribeHyperParameterTuningJobResponse
  readonly ranges: Ranges
  readonly signal: AbortSignal | undefined
}

/** The best trial of the job so far, by SageMaker's own account; undefined where none has told its objective. */
export async function findBest<Ranges extends TuningRanges>(
  session: Session,
  { job, ranges, signal }: BestTrialOptions<Ranges>,
): Promise<BestTrial<Ranges> | undefined> {
  if (job.BestTrainingJob === undefined) return undefined
  const { name, hyperparameters, objective } = trialOf(job.BestTrainingJob, ranges)
  if (objective === undefined) return undefined
  const { ModelArtifacts } = await describeTrainingJob(session, name, signal)
  const modelDataUri = ModelArtifacts?.S3ModelArtifacts ?? ''
  return { trainingJobName: name, hyperparameters, objective, modelDataUri }
}
