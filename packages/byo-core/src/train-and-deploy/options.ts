import type { StandardSchemaV1 } from '@standard-schema/spec'
import { isS3Uri } from '../naming/s3-uri.ts'
import { findChannelSource } from '../s3/channel-source.ts'
import { checkHyperparameters } from '../training/check-hyperparameters.ts'
import { trainingJobSpec } from '../training/training-job-spec.ts'
import type { AnyHyperparameters, TrainingOptions } from '../training/training-options.ts'
import { checkRunOptions, type EndpointRunOptions } from './endpoint-run-options.ts'
import { addressOf, dataOf, optionsOf, type TrainingData } from './training-data.ts'

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
  await checkRunOptions(options)
  trainingJobSpec({
    ...options.training,
    image: image ?? placeholders.image,
    channels: mapValues(trainingData, (data) => {
      const address = addressOf(data) ?? ''
      return { ...optionsOf(data), uri: isS3Uri(address) ? address : placeholders.uri }
    }),
    hyperparameters,
    tags,
  })
  await checkHyperparameters(options)
  for (const data of Object.values(trainingData)) await findChannelSource(dataOf(data))
}

/** For what is known only when the image is published and the data is uploaded. */
const placeholders = { image: 'image', uri: 's3://bucket/' }

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
