import type {
  AlgorithmSpecification,
  CheckpointConfig,
  CreateTrainingJobRequest,
  ResourceConfig,
  StoppingCondition,
  TrainingInstanceType,
} from '@aws-sdk/client-sagemaker'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { ByoError } from '../errors.ts'
import { defaultInstanceType } from '../naming/instance-type.ts'
import { uriOf } from '../naming/reference.ts'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { checkEnvironment } from '../requests/check-environment.ts'
import { checkCount, checkNumber, checkText } from '../requests/check-limits.ts'
import { checkInstanceType, checkKey } from '../requests/check-machine.ts'
import { formatTags } from '../requests/format-tags.ts'
import { formatVpc } from '../requests/format-vpc.ts'
import { checkImageConfig, formatTrainingImageConfig } from '../requests/image-config.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { channelSpecs } from './channel-spec.ts'
import { formatHyperparameters } from './hyperparameters.ts'
import { formatMetricDefinitions } from './metric-definitions.ts'
import type { CheckpointOptions, TrainingOptions } from './training-options.ts'

/** What a job is to do, whatever types its hyperparameters have. */
type JobSettings = TrainingOptions<StandardSchemaV1>

/** What the session adds. */
export interface TrainingContext {
  readonly jobName: string
  readonly roleArn: string
  readonly outputPath: string
}

/** SageMaker lets no job run longer: 28 days. */
const longestRuntime = 2_419_200
/** How much longer than it may run a job waits for a spot machine, unless told otherwise. */
const spotWait = 3600

/**
 * Checks what a job is to do, before anything is asked of AWS; gives what writes the request for
 * CreateTrainingJob. Source of the limits: AWS's API model.
 */
export function trainingJobSpec(
  options: JobSettings,
): (context: TrainingContext) => CreateTrainingJobRequest {
  const { environment, tags, vpc, checkpoints, outputKmsKeyId } = options
  const channels = channelSpecs(options.channels ?? {}, options.inputMode ?? 'File')
  if (environment) checkEnvironment(environment, { maxLength: 512 })
  if (options.outputPath !== undefined) checkUri('outputPath', options.outputPath)
  checkKey('outputKmsKeyId', outputKmsKeyId)
  checkNumber('maxRetryAttempts', options.maxRetryAttempts, { min: 1, max: 30 })
  const settings = {
    AlgorithmSpecification: algorithmSpec(options),
    HyperParameters: formatHyperparameters(options.hyperparameters ?? {}),
    // An empty list is refused; no list is not.
    ...(channels.length > 0 && { InputDataConfig: channels }),
    ResourceConfig: resourceSpec(options),
    StoppingCondition: stoppingSpec(options),
    ...(options.spot && { EnableManagedSpotTraining: true }),
    ...(checkpoints && { CheckpointConfig: checkpointSpec(checkpoints) }),
    ...(options.maxRetryAttempts !== undefined && {
      RetryStrategy: { MaximumRetryAttempts: options.maxRetryAttempts },
    }),
    ...(environment && { Environment: { ...environment } }),
    ...(vpc && { VpcConfig: formatVpc(vpc) }),
    ...(options.networkIsolation && { EnableNetworkIsolation: true }),
    ...(options.encryptInterContainerTraffic && { EnableInterContainerTrafficEncryption: true }),
    ...(tags && { Tags: formatTags(tags) }),
  }
  return ({ jobName, roleArn, outputPath }) =>
    withSdkOptions<CreateTrainingJobRequest>(
      {
        TrainingJobName: jobName,
        RoleArn: roleArn,
        OutputDataConfig: {
          S3OutputPath: outputPath,
          ...(outputKmsKeyId && { KmsKeyId: outputKmsKeyId }),
        },
        ...settings,
      },
      options.sdkOptions,
    )
}

function algorithmSpec(options: JobSettings): AlgorithmSpecification {
  const { image, imageConfig, inputMode = 'File', metricDefinitions, entrypoint } = options
  const uri = uriOf(image)
  checkText('The image', uri, { min: 1, max: 255 })
  if (imageConfig) {
    const { vpc = options.sdkOptions?.VpcConfig } = options
    checkImageConfig(imageConfig, vpc !== undefined)
  }
  if (entrypoint) checkWords('entrypoint', entrypoint)
  if (options.arguments) checkWords('arguments', options.arguments)
  return {
    TrainingImage: uri,
    ...(imageConfig && { TrainingImageConfig: formatTrainingImageConfig(imageConfig) }),
    TrainingInputMode: inputMode,
    ...(metricDefinitions && { MetricDefinitions: formatMetricDefinitions(metricDefinitions) }),
    ...(entrypoint && { ContainerEntrypoint: [...entrypoint] }),
    ...(options.arguments && { ContainerArguments: [...options.arguments] }),
  }
}

function resourceSpec(options: JobSettings): ResourceConfig {
  const { instanceType = defaultInstanceType, instanceCount = 1, volumeSizeInGB = 10 } = options
  const { keepAliveInSeconds, volumeKmsKeyId } = options
  checkInstanceType(instanceType)
  checkNumber('instanceCount', instanceCount, { min: 1, max: Number.POSITIVE_INFINITY })
  checkNumber('volumeSizeInGB', volumeSizeInGB, { max: Number.POSITIVE_INFINITY })
  checkNumber('keepAliveInSeconds', keepAliveInSeconds, { max: 21_600 })
  checkKey('volumeKmsKeyId', volumeKmsKeyId)
  if (keepAliveInSeconds && options.spot) {
    throw invalid(
      `keepAliveInSeconds is ${keepAliveInSeconds}, and SageMaker keeps no spot machines: leave out one of keepAliveInSeconds and spot.`,
    )
  }
  // A job has either machines of one type or groups of them, which have no option here.
  const isGrouped = options.sdkOptions?.ResourceConfig?.InstanceGroups !== undefined
  return {
    ...(!isGrouped && {
      // The SDK's list ends with the day of its release.
      InstanceType: instanceType as TrainingInstanceType,
      InstanceCount: instanceCount,
    }),
    VolumeSizeInGB: volumeSizeInGB,
    ...(volumeKmsKeyId && { VolumeKmsKeyId: volumeKmsKeyId }),
    ...(keepAliveInSeconds !== undefined && { KeepAlivePeriodInSeconds: keepAliveInSeconds }),
  }
}

function stoppingSpec({ maxRuntimeInSeconds = 3600, spot }: JobSettings): StoppingCondition {
  checkNumber('maxRuntimeInSeconds', maxRuntimeInSeconds, { min: 1, max: longestRuntime })
  if (!spot) return { MaxRuntimeInSeconds: maxRuntimeInSeconds }
  const maxWait = spot === true ? maxRuntimeInSeconds + spotWait : spot.maxWaitInSeconds
  checkNumber('maxWaitInSeconds', maxWait, { min: 1, max: Number.POSITIVE_INFINITY })
  if (maxWait < maxRuntimeInSeconds) {
    throw invalid(
      `maxWaitInSeconds is ${maxWait}, less than maxRuntimeInSeconds, which is ${maxRuntimeInSeconds}: it bounds waiting and running together, so give at least as much.`,
    )
  }
  return { MaxRuntimeInSeconds: maxRuntimeInSeconds, MaxWaitTimeInSeconds: maxWait }
}

function checkpointSpec({ uri, localPath }: CheckpointOptions): CheckpointConfig {
  checkUri('checkpoints.uri', uri)
  checkText('checkpoints.localPath', localPath, {
    min: 1,
    max: 4096,
    pattern: /^\//,
    wanted: 'a full path, such as /opt/ml/checkpoints',
  })
  return { S3Uri: uri, ...(localPath !== undefined && { LocalPath: localPath }) }
}

function checkUri(option: string, uri: string): void {
  parseS3Uri(uri)
  checkText(option, uri, { max: 1024 })
}

function checkWords(option: string, words: readonly string[]): void {
  checkCount(`words in ${option}`, words.length, { min: 1, max: 100 })
  for (const word of words) checkText(`The word of ${option},`, word, { max: 256 })
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
