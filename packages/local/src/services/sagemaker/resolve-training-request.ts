import type {
  AlgorithmSpecification,
  Channel,
  MetricDefinition,
  S3DataSource,
  TrainingRequest,
} from '../../jobs/training/training-request.ts'
import { notHere, refusal } from './refusals.ts'

/** A CreateTrainingJob request as it comes, its form checked against AWS's model. */
export interface CreateTrainingJobInput
  extends Partial<
    Omit<TrainingRequest, 'AlgorithmSpecification' | 'InputDataConfig' | 'OutputDataConfig'>
  > {
  readonly AlgorithmSpecification?: Partial<AlgorithmSpecification>
  readonly TrainingJobName: string
  readonly RoleArn: string
  readonly OutputDataConfig: Partial<TrainingRequest['OutputDataConfig']> & {
    readonly S3OutputPath: string
  }
  readonly InputDataConfig?: readonly ChannelInput[]
  readonly CheckpointConfig?: unknown
}

/** A channel as it comes: any kind of data source, and most members optional. */
interface ChannelInput extends Omit<Partial<Channel>, 'DataSource'> {
  readonly ChannelName: string
  readonly DataSource: {
    readonly S3DataSource?: {
      readonly S3DataType: string
      readonly S3Uri: string
      readonly S3DataDistributionType?: S3DataSource['S3DataDistributionType']
    }
  }
}

const secondsPerDay = 86_400

/**
 * Fills in the defaults that SageMaker fills in.
 *
 * @throws AwsError for combinations that SageMaker refuses, and for features that the emulator lacks.
 */
export function resolveTrainingRequest(input: CreateTrainingJobInput): TrainingRequest {
  const { InputDataConfig: channels, ResourceConfig: resources, ...rest } = input
  const algorithm = resolveAlgorithm(input.AlgorithmSpecification)
  if (resources?.InstanceType === undefined) throw notHere('A training job without an InstanceType')
  if ((resources.InstanceCount ?? 1) !== 1)
    throw notHere('A training job on more than one instance')
  if (input.CheckpointConfig !== undefined) throw notHere('CheckpointConfig')
  return {
    ...rest,
    AlgorithmSpecification: algorithm,
    ...(channels && {
      InputDataConfig: channels.map((channel) => resolveChannel(channel, algorithm)),
    }),
    OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...input.OutputDataConfig },
    ResourceConfig: { ...resources, InstanceCount: 1 },
    StoppingCondition: { ...input.StoppingCondition, ...resolveRuntime(input) },
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: input.EnableManagedSpotTraining ?? false,
  }
}

function resolveAlgorithm(
  algorithm: CreateTrainingJobInput['AlgorithmSpecification'],
): AlgorithmSpecification {
  const { TrainingImage, TrainingInputMode = 'File', MetricDefinitions = [] } = algorithm ?? {}
  if (TrainingImage === undefined) throw notHere('A training job without a TrainingImage')
  checkMetrics(MetricDefinitions)
  return {
    EnableSageMakerMetricsTimeSeries: false,
    ...algorithm,
    TrainingImage,
    TrainingInputMode,
  }
}

function checkMetrics(metrics: readonly MetricDefinition[]): void {
  for (const { Name, Regex } of metrics) {
    try {
      new RegExp(Regex)
    } catch {
      throw refusal(`The Regex "${Regex}" of metric "${Name}" is not a regular expression.`)
    }
  }
}

function resolveChannel(channel: ChannelInput, algorithm: AlgorithmSpecification): Channel {
  const source = channel.DataSource.S3DataSource
  if (source === undefined) throw notHere('A channel from a file system')
  const { S3DataType } = source
  if (S3DataType !== 'S3Prefix' && S3DataType !== 'ManifestFile') {
    throw notHere(`A channel of S3DataType ${S3DataType}`)
  }
  if ((channel.InputMode ?? algorithm.TrainingInputMode) === 'Pipe')
    throw notHere('Input mode Pipe')
  if (channel.CompressionType === 'Gzip') {
    throw refusal('CompressionType Gzip is supported in Pipe input mode only.')
  }
  return {
    RecordWrapperType: 'None',
    ...channel,
    CompressionType: 'None',
    DataSource: {
      S3DataSource: {
        ...source,
        S3DataType,
        S3DataDistributionType: source.S3DataDistributionType ?? 'FullyReplicated',
      },
    },
  }
}

/** How long the job may run; on spot instances not longer than it may wait for them. */
function resolveRuntime(input: CreateTrainingJobInput): { MaxRuntimeInSeconds: number } {
  const MaxRuntimeInSeconds = input.StoppingCondition?.MaxRuntimeInSeconds ?? secondsPerDay
  const wait = input.StoppingCondition?.MaxWaitTimeInSeconds
  if (
    input.EnableManagedSpotTraining === true &&
    (wait === undefined || wait < MaxRuntimeInSeconds)
  ) {
    throw refusal(
      'Invalid MaxWaitTimeInSeconds. It must be present and be greater than or equal to MaxRuntimeInSeconds',
    )
  }
  return { MaxRuntimeInSeconds }
}
