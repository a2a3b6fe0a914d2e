import type { CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { InstanceType } from '../naming/instance-type.ts'
import type { VpcOptions } from '../requests/format-vpc.ts'
import type { ImageConfigOptions } from '../requests/image-config.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import type { ChannelOptions } from './channel-options.ts'
import type { HyperparameterValue } from './hyperparameters.ts'

/**
 * Hyperparameters without a schema of their own: any names, any values that can be sent.
 *
 * @public
 */
export type AnyHyperparameters = StandardSchemaV1<Readonly<Record<string, HyperparameterValue>>>

/**
 * What a training job is to do.
 *
 * @public
 */
export interface TrainingOptions<Schema extends StandardSchemaV1 = AnyHyperparameters> {
  /** The image: what `publishImage` gave, an ECR address, or one of another registry with `imageConfig`. */
  readonly image: string | { readonly uri: string }
  /** Whether an image in the caller's ECR is looked at before the job starts. @defaultValue true */
  readonly checkImage?: boolean | undefined
  /** How SageMaker gets an image that isn't in ECR; needs `vpc`. @defaultValue from ECR */
  readonly imageConfig?: ImageConfigOptions | undefined
  /** Data by channel: what `uploadChannel` gave, an `s3://` prefix, or one with options. At most 20. */
  readonly channels?: Readonly<Record<string, string | ChannelOptions>> | undefined
  /** How the container gets the data of channels that don't say so themselves. @defaultValue `File` */
  readonly inputMode?: 'File' | 'FastFile' | 'Pipe' | undefined
  /** Values by name, sent as strings; of the types that `hyperparameterSchema` takes. @defaultValue none */
  readonly hyperparameters?: StandardSchemaV1.InferInput<Schema> | undefined
  /**
   * The schema that the container reads its hyperparameters with (any Standard Schema: zod, valibot, arktype).
   * Checks them before anything is asked of AWS; sent is what was given, and defaults are the container's.
   *
   * @defaultValue none
   */
  readonly hyperparameterSchema?: Schema | undefined
  /** The machine that it runs on. @defaultValue `ml.m5.large`, the smallest that every region has */
  readonly instanceType?: InstanceType | undefined
  /** How many such machines; each runs the container. @defaultValue 1 */
  readonly instanceCount?: number | undefined
  /** Disk for data, model and output, in GiB. @defaultValue 10 */
  readonly volumeSizeInGB?: number | undefined
  /**
   * The job is stopped after so many seconds, at most 2,419,200 (28 days); what it has saved by then is kept.
   *
   * @defaultValue 3600
   */
  readonly maxRuntimeInSeconds?: number | undefined
  /**
   * Runs on machines that nobody else wants at the moment, for less money. AWS may take them back: the job then
   * starts again, from its `checkpoints` if it has any. `maxWaitInSeconds` bounds running and waiting together.
   *
   * @defaultValue false; for true `maxWaitInSeconds` is an hour more than `maxRuntimeInSeconds`
   */
  readonly spot?: boolean | { readonly maxWaitInSeconds: number } | undefined
  /** Copies what the program writes to a folder to S3 while it runs, and back before it starts again. */
  readonly checkpoints?: CheckpointOptions | undefined
  /**
   * Keeps the machines for so many seconds after the job, at most 21,600, for a next job that then starts at
   * once. The time is paid for. Not with `spot`.
   *
   * @defaultValue 0
   */
  readonly keepAliveInSeconds?: number | undefined
  /** How often SageMaker runs the job again after a failure of its own: 1 to 30. @defaultValue never */
  readonly maxRetryAttempts?: number | undefined
  /**
   * Metrics to find in the log, by name: each expression's first group is the value. At most 40, of at most 500
   * characters; regular expressions without flags.
   *
   * @defaultValue none
   */
  readonly metricDefinitions?: Readonly<Record<string, string | RegExp>> | undefined
  /** Variables for the container: at most 100, names and values of at most 512 characters. @defaultValue none */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** Attaches the containers to a private network. @defaultValue none */
  readonly vpc?: VpcOptions | undefined
  /** Leaves the containers without a network; data and artifacts still come and go. @defaultValue false */
  readonly networkIsolation?: boolean | undefined
  /** Encrypts what several machines say to each other, which takes time. @defaultValue false */
  readonly encryptInterContainerTraffic?: boolean | undefined
  /** The KMS key for the artifacts in S3: an id, an alias or an ARN. @defaultValue the key of S3 */
  readonly outputKmsKeyId?: string | undefined
  /** The KMS key for the machines' disks: an id, an alias or an ARN. @defaultValue none of the caller's */
  readonly volumeKmsKeyId?: string | undefined
  /** Runs instead of the image's entrypoint: 1 to 100 words of at most 256 characters. */
  readonly entrypoint?: readonly string[] | undefined
  /** Given to the entrypoint instead of `train`: 1 to 100 words of at most 256 characters. */
  readonly arguments?: readonly string[] | undefined
  /** The artifacts go to `<outputPath>/<job>/output/`. @defaultValue `s3://<bucket>/byo` */
  readonly outputPath?: string | undefined
  /**
   * What the job is called: at most 63 letters, digits and hyphens.
   *
   * @defaultValue `training-<time>-<random>`
   */
  readonly jobName?: string | undefined
  /** The job's AWS tags, value by key. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Laid over the request as it is, unchecked: for all that has no option here. @defaultValue nothing */
  readonly sdkOptions?: SdkOptions<CreateTrainingJobRequest> | undefined
}

/**
 * Where a training job saves its state while it runs.
 *
 * @public
 */
export interface CheckpointOptions {
  /** An `s3://` prefix, best one that no other job uses. */
  readonly uri: string
  /** The folder in the container. @defaultValue `/opt/ml/checkpoints` */
  readonly localPath?: string | undefined
}
