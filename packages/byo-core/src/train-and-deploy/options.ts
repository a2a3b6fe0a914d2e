import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkHyperparameters } from '../training/check-hyperparameters.ts'
import { trainingJobSpec } from '../training/training-job-spec.ts'
import type { AnyHyperparameters, TrainingOptions } from '../training/training-options.ts'
import { checkEndpointRunOptions, type EndpointRunOptions } from './run-options.ts'
import {
  channelsToCome,
  checkTrainingData,
  imageToCome,
  type TrainingData,
} from './training-data.ts'

/**
 * What `trainAndDeploy` takes: a program, a Dockerfile or an image, data, and what differs from the defaults.
 *
 * @public
 */
export interface TrainAndDeployOptions<Schema extends StandardSchemaV1 = AnyHyperparameters>
  extends EndpointRunOptions,
    Pick<TrainingOptions<Schema>, 'hyperparameters' | 'hyperparameterSchema'> {
  /** The data of each channel. */
  readonly trainingData: Readonly<Record<string, TrainingData>>
  /** All else about the training job: `ml.m5.large` and at most an hour, unless said otherwise. */
  readonly training?: JobOptions | undefined
}

/**
 * What `trainAndDeploy` leaves to choose about the training job.
 *
 * @public
 */
export type JobOptions = Omit<
  TrainingOptions,
  | 'image'
  | 'checkImage'
  | 'channels'
  | 'hyperparameters'
  | 'hyperparameterSchema'
  | 'outputPath'
  | 'jobName'
  | 'tags'
>

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkOptions(
  options: TrainAndDeployOptions<StandardSchemaV1>,
): Promise<void> {
  const { image, trainingData, hyperparameters, tags } = options
  await checkEndpointRunOptions(options)
  trainingJobSpec({
    ...options.training,
    image: image ?? imageToCome,
    channels: channelsToCome(trainingData),
    hyperparameters,
    tags,
  })
  await checkHyperparameters(options)
  await checkTrainingData(trainingData)
}
