import type { StandardSchemaV1 } from '@standard-schema/spec'
import { checkHosting } from '../endpoint/endpoint-config-spec.ts'
import type { HostingOptions } from '../endpoint/hosting-options.ts'
import { ByoError } from '../errors.ts'
import { readProgram } from '../image/build-without-docker.ts'
import { isS3Uri } from '../naming/s3-uri.ts'
import { findChannelSource } from '../s3/channel-source.ts'
import type { Session, SessionOptions } from '../session/session.ts'
import type { ChannelOptions } from '../training/channel-options.ts'
import { checkHyperparameters } from '../training/check-hyperparameters.ts'
import { trainingJobSpec } from '../training/training-job-spec.ts'
import type { AnyHyperparameters, TrainingOptions } from '../training/training-options.ts'
import type { StepEvent } from './events.ts'

/**
 * What `trainAndDeploy` takes: a program or an image, data, and what differs from the defaults.
 *
 * @public
 */
export interface TrainAndDeployOptions<Schema extends StandardSchemaV1 = AnyHyperparameters>
  extends SessionOptions,
    Pick<TrainingOptions<Schema>, 'hyperparameters' | 'hyperparameterSchema'> {
  /** The one bundled file that runs as `node container.mjs train` and `serve`. Either this or `image`. */
  readonly program?: string | undefined
  /** An image in ECR, by address or as `publishImage` gave it. Either this or `program`. */
  readonly image?: string | { readonly uri: string } | undefined
  /**
   * A file, a folder or an `s3://` prefix for each channel, what `uploadChannel` gave, or one of these as `uri`
   * with a channel's other options.
   */
  readonly trainingData: Readonly<Record<string, string | ChannelOptions>>
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
  /** The ECR repository for the program's image. @defaultValue `byo/<name>` */
  readonly repository?: string | undefined
  /** Labels of the program's image, as `publishImage` takes them. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** All else about the training job: `ml.m5.large` and at most an hour, unless said otherwise. */
  readonly training?: JobOptions | undefined
  /** What the endpoint runs on: one `ml.m5.large`, unless said otherwise. */
  readonly hosting?:
    | (HostingOptions & { readonly environment?: Readonly<Record<string, string>> | undefined })
    | undefined
  /** AWS tags, value by key, of the job, the model, the endpoint and its config. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** An own session, instead of region, role, clientConfig, baseImage and bucket. */
  readonly session?: Session | undefined
  /** Told of every step; `progress()` prints them. */
  readonly onEvent?: ((event: StepEvent) => void) | undefined
  /** Ends all at once; what was made by then is removed. */
  readonly signal?: AbortSignal | undefined
  /**
   * Leaves everything as it is after a failure and after an `await using` block; `delete()` and
   * `cleanUp()` work all the same.
   *
   * @defaultValue false
   */
  readonly keep?: boolean | undefined
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
  const { program, image, trainingData, hyperparameters, tags } = options
  if ((program === undefined) === (image === undefined)) {
    throw new ByoError('invalid-option', 'Give either a program or an image to trainAndDeploy.')
  }
  trainingJobSpec({
    ...options.training,
    image: image ?? placeholders.image,
    channels: mapValues(trainingData, (data) => {
      const channel = optionsOf(data)
      return isS3Uri(channel.uri) ? channel : { ...channel, uri: placeholders.uri }
    }),
    hyperparameters,
    tags,
  })
  checkHosting(options.hosting ?? {})
  await checkHyperparameters(options)
  if (program !== undefined) await readProgram(program)
  for (const data of Object.values(trainingData)) await findChannelSource(optionsOf(data).uri)
}

/** For what is known only when the image is published and the data is uploaded. */
const placeholders = { image: 'image', uri: 's3://bucket/' }

/** A channel with its options, of which an address alone has none. */
export function optionsOf(data: string | ChannelOptions): ChannelOptions {
  return typeof data === 'string' ? { uri: data } : data
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]))
}
