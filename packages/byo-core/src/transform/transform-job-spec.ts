import type {
  CreateTransformJobRequest,
  DataProcessing,
  ModelClientConfig,
  TransformInstanceType,
  TransformResources,
  TransformInput as TransformSource,
} from '@aws-sdk/client-sagemaker'
import { ByoError } from '../errors.ts'
import { checkName } from '../naming/check-name.ts'
import { nameOf } from '../naming/reference.ts'
import { isS3Uri, parseS3Uri } from '../naming/s3-uri.ts'
import { checkEnvironment } from '../requests/check-environment.ts'
import { checkChoice, checkNumber, checkText } from '../requests/check-limits.ts'
import { checkInstanceType, checkKey } from '../requests/check-machine.ts'
import { formatTags } from '../requests/format-tags.ts'
import { withSdkOptions } from '../requests/with-sdk-options.ts'
import { checkDataProcessing } from './check-data-processing.ts'
import type {
  ModelClientOptions,
  TransformInput,
  TransformJobOptions,
  TransformSettings,
} from './transform-options.ts'

/** What the session adds. */
export interface TransformContext {
  readonly jobName: string
  readonly outputPath: string
}

const variableLimits = { maxCount: 16, maxLength: 1024, maxValueLength: 10_240 }

/** MB of the requests that may be under way at once. */
const maxMegabytes = 100

/**
 * Checks what a job is to do, before anything is asked of AWS; gives what writes the request for
 * CreateTransformJob. Source of the limits: AWS's API model and reference.
 */
export function transformJobSpec(
  options: TransformJobOptions,
): (context: TransformContext) => CreateTransformJobRequest {
  const { model, environment, tags, accept, strategy, outputKmsKeyId } = options
  const input = typeof options.input === 'string' ? { uri: options.input } : options.input
  const source = inputSpec(input)
  if (options.outputPath !== undefined) checkUri('outputPath', options.outputPath)
  checkText('accept', accept, { max: 256 })
  checkChoice('assembleWith', options.assembleWith, ['Line', 'None'])
  checkChoice('join', options.join, ['Input', 'None'])
  checkKey('outputKmsKeyId', outputKmsKeyId)
  checkBatches(options, input)
  checkDataProcessing(input, options)
  if (environment) checkEnvironment(environment, variableLimits)
  const splitsLines = input.splitType === 'Line'
  const output = {
    AssembleWith: options.assembleWith ?? (splitsLines ? 'Line' : 'None'),
    ...(accept !== undefined && { Accept: accept }),
    ...(outputKmsKeyId && { KmsKeyId: outputKmsKeyId }),
  } as const
  const { maxConcurrentTransforms, maxPayloadInMB, modelClientConfig } = options
  const processing = processingSpec(options)
  const settings = {
    ModelName: checkName('model', nameOf(model)),
    ...(maxConcurrentTransforms !== undefined && {
      MaxConcurrentTransforms: maxConcurrentTransforms,
    }),
    ...(maxPayloadInMB !== undefined && { MaxPayloadInMB: maxPayloadInMB }),
    ...(strategy && { BatchStrategy: strategy }),
    ...(modelClientConfig && { ModelClientConfig: clientSpec(modelClientConfig) }),
    ...(environment && { Environment: { ...environment } }),
    TransformInput: source,
    TransformResources: resourceSpec(options),
    ...(processing && { DataProcessing: processing }),
    ...(tags && { Tags: formatTags(tags) }),
  }
  return ({ jobName, outputPath }) =>
    withSdkOptions<CreateTransformJobRequest>(
      {
        TransformJobName: jobName,
        TransformOutput: { S3OutputPath: outputPath, ...output },
        ...settings,
      },
      options.sdkOptions,
    )
}

function inputSpec(input: TransformInput): TransformSource {
  const { uri, s3DataType = 'S3Prefix', contentType, splitType, compression } = input
  if (!isS3Uri(uri)) {
    throw invalid(
      `The input is "${uri}", which is not in S3: send it there with uploadChannel first, or let transform do it.`,
    )
  }
  checkUri('The address of the input', uri)
  checkText('contentType', contentType, { max: 256 })
  checkChoice('s3DataType', s3DataType, ['S3Prefix', 'ManifestFile'])
  checkChoice('splitType', splitType, ['None', 'Line', 'RecordIO', 'TFRecord'])
  checkChoice('compression', compression, ['None', 'Gzip'])
  return {
    DataSource: { S3DataSource: { S3DataType: s3DataType, S3Uri: uri } },
    ...(contentType && { ContentType: contentType }),
    ...(splitType && { SplitType: splitType }),
    ...(compression && { CompressionType: compression }),
  }
}

/** What goes into one request, and how many requests are under way. */
function checkBatches(
  { strategy, maxConcurrentTransforms, maxPayloadInMB }: TransformSettings,
  { splitType = 'None' }: TransformInput,
): void {
  checkChoice('strategy', strategy, ['MultiRecord', 'SingleRecord'])
  if (strategy === 'MultiRecord' && splitType === 'None') {
    throw invalid(
      'strategy is MultiRecord, and each object is one record: give splitType Line, RecordIO or TFRecord, or leave out strategy.',
    )
  }
  checkNumber('maxConcurrentTransforms', maxConcurrentTransforms, { max: Number.POSITIVE_INFINITY })
  checkNumber('maxPayloadInMB', maxPayloadInMB, { max: maxMegabytes })
  const together = (maxConcurrentTransforms || 1) * (maxPayloadInMB ?? 0)
  if (together > maxMegabytes) {
    throw invalid(
      `maxConcurrentTransforms times maxPayloadInMB is ${together}; SageMaker takes at most ${maxMegabytes}.`,
    )
  }
}

function clientSpec({ timeoutInSeconds, maxRetries }: ModelClientOptions): ModelClientConfig {
  checkNumber('modelClientConfig.timeoutInSeconds', timeoutInSeconds, { min: 1, max: 3600 })
  checkNumber('modelClientConfig.maxRetries', maxRetries, { max: 3 })
  return {
    ...(timeoutInSeconds !== undefined && { InvocationsTimeoutInSeconds: timeoutInSeconds }),
    ...(maxRetries !== undefined && { InvocationsMaxRetries: maxRetries }),
  }
}

function processingSpec({
  join,
  inputFilter,
  outputFilter,
}: TransformSettings): DataProcessing | undefined {
  if (join === undefined && inputFilter === undefined && outputFilter === undefined) {
    return undefined
  }
  return {
    ...(join !== undefined && { JoinSource: join }),
    ...(inputFilter !== undefined && { InputFilter: inputFilter }),
    ...(outputFilter !== undefined && { OutputFilter: outputFilter }),
  }
}

function resourceSpec(options: TransformSettings): TransformResources {
  const { instanceType = 'ml.m5.large', instanceCount = 1, volumeKmsKeyId } = options
  checkInstanceType(instanceType)
  checkNumber('instanceCount', instanceCount, { min: 1, max: 100 })
  checkKey('volumeKmsKeyId', volumeKmsKeyId)
  return {
    // The SDK's list ends with the day of its release.
    InstanceType: instanceType as TransformInstanceType,
    InstanceCount: instanceCount,
    ...(volumeKmsKeyId && { VolumeKmsKeyId: volumeKmsKeyId }),
  }
}

function checkUri(what: string, uri: string): void {
  parseS3Uri(uri)
  checkText(what, uri, { max: 1024 })
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
