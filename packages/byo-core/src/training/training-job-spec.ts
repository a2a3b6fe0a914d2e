import type { CreateTrainingJobRequest, TrainingInstanceType } from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { isS3Uri } from '../naming/s3-uri.ts'
import { formatTags } from '../requests/format-tags.ts'
import { formatHyperparameters, type HyperparameterValue } from './hyperparameters.ts'

/**
 * What a training job is to do.
 *
 * @public
 */
export interface TrainingOptions {
  /** The image: what `publishImage` gave, or an ECR address. */
  readonly image: string | { readonly uri: string }
  /** Data by channel: what `uploadChannel` gave, or an `s3://` prefix. */
  readonly channels?: Readonly<Record<string, string | { readonly uri: string }>> | undefined
  /** Values by name, sent as strings. @defaultValue none */
  readonly hyperparameters?: Readonly<Record<string, HyperparameterValue>> | undefined
  /** The machine that it runs on. @defaultValue `ml.m5.large`, the smallest that every region has */
  readonly instanceType?: TrainingInstanceType | undefined
  /** How many such machines; each runs the container. @defaultValue 1 */
  readonly instanceCount?: number | undefined
  /** Disk for data, model and output, in GiB. @defaultValue 10 */
  readonly volumeSizeInGB?: number | undefined
  /** The job is stopped after so many seconds; what it has saved by then is kept. @defaultValue 3600 */
  readonly maxRuntimeInSeconds?: number | undefined
  /** Variables for the container. */
  readonly environment?: Readonly<Record<string, string>> | undefined
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
}

/** What the session adds. */
export interface TrainingContext {
  readonly jobName: string
  readonly roleArn: string
  readonly outputPath: string
}

const channelPattern = /^[A-Za-z0-9.\-_]{1,64}$/
const maxChannels = 20

/** The request for CreateTrainingJob. */
export function trainingJobSpec(
  options: TrainingOptions,
  { jobName, roleArn, outputPath }: TrainingContext,
): CreateTrainingJobRequest {
  const channels = Object.entries(options.channels ?? {})
  checkChannels(channels.map(([name]) => name))
  return {
    TrainingJobName: jobName,
    RoleArn: roleArn,
    AlgorithmSpecification: { TrainingImage: uriOf(options.image), TrainingInputMode: 'File' },
    HyperParameters: formatHyperparameters(options.hyperparameters ?? {}),
    // An empty list is refused; no list is not.
    ...(channels.length > 0 && {
      InputDataConfig: channels.map(([name, data]) => channelSpec(name, uriOf(data))),
    }),
    OutputDataConfig: { S3OutputPath: outputPath },
    ResourceConfig: {
      InstanceType: options.instanceType ?? 'ml.m5.large',
      InstanceCount: options.instanceCount ?? 1,
      VolumeSizeInGB: options.volumeSizeInGB ?? 10,
    },
    StoppingCondition: { MaxRuntimeInSeconds: options.maxRuntimeInSeconds ?? 3600 },
    ...(options.environment && { Environment: { ...options.environment } }),
    ...(options.tags && { Tags: formatTags(options.tags) }),
  }
}

function channelSpec(name: string, uri: string) {
  if (!isS3Uri(uri)) {
    throw new ByoError(
      'invalid-option',
      `The channel "${name}" is "${uri}", which is not in S3: send it there with uploadChannel first.`,
    )
  }
  return {
    ChannelName: name,
    DataSource: {
      S3DataSource: {
        S3DataType: 'S3Prefix',
        S3Uri: uri,
        S3DataDistributionType: 'FullyReplicated',
      },
    },
  } as const
}

/** Checks the names and the number of channels. */
export function checkChannels(names: readonly string[]): void {
  if (names.length > maxChannels) {
    throw new ByoError(
      'invalid-option',
      `There are ${names.length} channels; SageMaker takes at most ${maxChannels}.`,
    )
  }
  const odd = names.find((name) => !channelPattern.test(name))
  if (odd !== undefined) {
    throw new ByoError(
      'invalid-option',
      `"${odd}" is not a channel's name: use 1 to 64 letters, digits, and . - _`,
    )
  }
}

function uriOf(value: string | { readonly uri: string }): string {
  return typeof value === 'string' ? value : value.uri
}
