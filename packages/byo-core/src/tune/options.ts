import type { CreateHyperParameterTuningJobRequest } from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import {
  checkRunOptions,
  type ModelHostingOptions,
  type RunOptions,
} from '../train-and-deploy/run-options.ts'
import {
  channelsToCome,
  checkTrainingData,
  imageToCome,
  type TrainingData,
} from '../train-and-deploy/training-data.ts'
import type { AnyHyperparameters } from '../training/training-options.ts'
import { checkTunedHyperparameters } from '../tuning/check-tuned-hyperparameters.ts'
import type { TuningRanges } from '../tuning/ranges.ts'
import { tuningJobSpec } from '../tuning/tuning-job-spec.ts'
import type { SearchOptions, TrialOptions, TuningOptions } from '../tuning/tuning-options.ts'

/**
 * What `tune` takes: a program, a Dockerfile or an image, data, what is searched, and what differs from the defaults.
 *
 * @public
 */
export interface TuneOptions<
  Ranges extends TuningRanges = TuningRanges,
  Schema extends StandardSchemaV1 = AnyHyperparameters,
> extends RunOptions,
    SearchOptions<Ranges>,
    Pick<TrialOptions<Schema>, 'hyperparameters' | 'hyperparameterSchema'> {
  /** The data of each channel. */
  readonly trainingData: Readonly<Record<string, TrainingData>>
  /** All else about each trial: `ml.m5.large` and at most an hour, unless said otherwise. */
  readonly training?: TrialJobOptions | undefined
  /** Laid over the request for the tuning job as it is, unchecked. @defaultValue nothing */
  readonly sdkOptions?: SdkOptions<CreateHyperParameterTuningJobRequest> | undefined
}

/**
 * What `tune` leaves to choose about each trial.
 *
 * @public
 */
export type TrialJobOptions = Omit<
  TrialOptions,
  'image' | 'checkImage' | 'channels' | 'hyperparameters' | 'hyperparameterSchema' | 'outputPath'
>

/**
 * What the winner's endpoint runs on.
 *
 * @public
 */
export interface DeployBestOptions extends ModelHostingOptions {
  /** Ends all at once; what was made for the endpoint by then is removed. */
  readonly signal?: AbortSignal | undefined
}

/** What to tune, whatever types its hyperparameters have. */
export type AnyTuneOptions = TuneOptions<TuningRanges, StandardSchemaV1>

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkOptions(options: AnyTuneOptions): Promise<void> {
  const { image = imageToCome, trainingData, tags } = options
  await checkRunOptions(options)
  const channels = channelsToCome(trainingData)
  const plan = { ...tuningOptions(options, { image, channels }), tags }
  tuningJobSpec(plan)
  await checkTunedHyperparameters(plan)
  await checkTrainingData(trainingData)
}

/** The options of the tuning job, once there are image and data. */
export function tuningOptions<Ranges extends TuningRanges, Schema extends StandardSchemaV1>(
  options: TuneOptions<Ranges, Schema>,
  training: Pick<TrialOptions, 'image' | 'channels' | 'outputPath'>,
): TuningOptions<Ranges, Schema> {
  const { hyperparameters, hyperparameterSchema } = options
  return {
    training: { ...options.training, ...training, hyperparameters, hyperparameterSchema },
    ranges: options.ranges,
    objective: options.objective,
    strategy: options.strategy,
    hyperband: options.hyperband,
    randomSeed: options.randomSeed,
    maxJobs: options.maxJobs,
    maxParallelJobs: options.maxParallelJobs,
    maxRuntimeInSeconds: options.maxRuntimeInSeconds,
    earlyStopping: options.earlyStopping,
    target: options.target,
    warmStart: options.warmStart,
    sdkOptions: options.sdkOptions,
  }
}
