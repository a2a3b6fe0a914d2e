import { limits } from '@byo/container-kit/contract'
import { formatOfType, processedTypes } from '../../jobs/transform/data-format.ts'
import type {
  DataProcessing,
  TransformInput,
  TransformOutput,
  TransformRequest,
} from '../../jobs/transform/transform-request.ts'
import { checkInstanceCount } from './check-instance-count.ts'
import { notHere, refusal } from './refusals.ts'

/** A CreateTransformJob request as it comes, its form checked against AWS's model. */
export interface CreateTransformJobInput
  extends Omit<TransformRequest, 'TransformInput' | 'TransformOutput' | 'DataProcessing'> {
  readonly TransformInput: Pick<TransformInput, 'DataSource'> & Partial<TransformInput>
  readonly TransformOutput: Pick<TransformOutput, 'S3OutputPath'> & Partial<TransformOutput>
  readonly DataProcessing?: Partial<DataProcessing>
  readonly DataCaptureConfig?: unknown
}

/** MB that a request may have at most. Source: API, MaxPayloadInMB. */
const mostPayloadInMB = limits.batchPayloadBytes / 1024 ** 2

/**
 * Fills in the defaults that SageMaker fills in.
 *
 * @throws AwsError for combinations that SageMaker refuses, and for features that the emulator lacks.
 */
export function resolveTransformRequest(input: CreateTransformJobInput): TransformRequest {
  const { DataCaptureConfig, ...rest } = input
  if (DataCaptureConfig !== undefined) throw notHere('DataCaptureConfig of a transform job')
  const { S3DataType } = input.TransformInput.DataSource.S3DataSource as { S3DataType: string }
  if (S3DataType !== 'S3Prefix' && S3DataType !== 'ManifestFile') {
    throw refusal(
      `S3DataType ${S3DataType} is not supported for a transform job: give S3Prefix or ManifestFile.`,
    )
  }
  checkPayload(input)
  const { InstanceType, InstanceCount } = input.TransformResources
  checkInstanceCount('transform', InstanceType, InstanceCount)
  const request: TransformRequest = {
    ...rest,
    TransformInput: { CompressionType: 'None', SplitType: 'None', ...input.TransformInput },
    TransformOutput: { AssembleWith: 'None', KmsKeyId: '', ...input.TransformOutput },
    DataProcessing: {
      // A path may be empty by AWS's model.
      InputFilter: input.DataProcessing?.InputFilter || '$',
      OutputFilter: input.DataProcessing?.OutputFilter || '$',
      JoinSource: input.DataProcessing?.JoinSource ?? 'None',
    },
  }
  checkProcessing(request)
  return request
}

function checkPayload({ MaxPayloadInMB, MaxConcurrentTransforms }: CreateTransformJobInput): void {
  if (MaxPayloadInMB === undefined) return
  if (MaxPayloadInMB > mostPayloadInMB) {
    throw refusal(
      `MaxPayloadInMB is ${MaxPayloadInMB}; it must be less than or equal to ${mostPayloadInMB}.`,
    )
  }
  const together = MaxPayloadInMB * (MaxConcurrentTransforms ?? 1)
  if (together > limits.batchConcurrentMegabytes) {
    throw refusal(
      `MaxConcurrentTransforms * MaxPayloadInMB is ${together}; it must be less than or equal to ${limits.batchConcurrentMegabytes}.`,
    )
  }
}

/** What reads records has to know how they are written. */
function checkProcessing({ DataProcessing, TransformInput }: TransformRequest): void {
  const { InputFilter, JoinSource } = DataProcessing
  if (InputFilter === '$' && JoinSource === 'None') return
  const { ContentType, SplitType } = TransformInput
  if (SplitType === 'RecordIO' || SplitType === 'TFRecord') {
    throw refusal(
      `DataProcessing reads CSV and JSON only, and SplitType is ${SplitType}: give None or Line.`,
    )
  }
  if (formatOfType(ContentType) !== undefined) return
  throw refusal(
    `With InputFilter or JoinSource the ContentType must be one of ${processedTypes}, and it is ${ContentType ?? 'missing'}.`,
  )
}
