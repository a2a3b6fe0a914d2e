import { metricPatternProblem } from '../../jobs/training/metric-pattern-problem.ts'
import type {
  AlgorithmSpecification,
  CheckpointConfig,
  TrainingRequest,
} from '../../jobs/training/training-request.ts'
import { notHere, refusal } from './refusals.ts'
import { type ChannelInput, resolveChannels } from './resolve-channels.ts'
import { resolveResources } from './resolve-training-resources.ts'

/** A CreateTrainingJob request as it comes, its form checked against AWS's model. */
export interface CreateTrainingJobInput
  extends Partial<
    Omit<
      TrainingRequest,
      'AlgorithmSpecification' | 'InputDataConfig' | 'OutputDataConfig' | 'CheckpointConfig'
    >
  > {
  readonly AlgorithmSpecification?: AlgorithmInput
  readonly TrainingJobName: string
  readonly RoleArn: string
  readonly OutputDataConfig: Partial<TrainingRequest['OutputDataConfig']> & {
    readonly S3OutputPath: string
  }
  readonly InputDataConfig?: readonly ChannelInput[]
  readonly CheckpointConfig?: Partial<CheckpointConfig> & { readonly S3Uri: string }
  readonly RemoteDebugConfig?: { readonly EnableRemoteDebug?: boolean }
}

interface AlgorithmInput extends Partial<AlgorithmSpecification> {
  readonly AlgorithmName?: string
  readonly TrainingImageConfig?: { readonly TrainingRepositoryAccessMode: string }
}

/** What asks for more than a job that is run here can give; all else that is not run is described only. */
const lacking = [
  'DebugRuleConfigurations',
  'ServerlessJobConfig',
  'MlflowConfig',
  'ModelPackageConfig',
] as const

const secondsPerDay = 86_400
const longestRuntimeSeconds = 28 * secondsPerDay

/**
 * Fills in the defaults that SageMaker fills in.
 *
 * @throws AwsError for combinations that SageMaker refuses, and for features that the emulator lacks.
 */
export function resolveTrainingRequest(input: CreateTrainingJobInput): TrainingRequest {
  refuseLacking(input)
  const { InputDataConfig: channels, CheckpointConfig: checkpoints, ...rest } = input
  const algorithm = resolveAlgorithm(input.AlgorithmSpecification)
  const resources = resolveResources(input.ResourceConfig, input)
  return {
    ...rest,
    AlgorithmSpecification: algorithm,
    ...(channels && { InputDataConfig: resolveChannels(channels, algorithm, resources) }),
    OutputDataConfig: { KmsKeyId: '', CompressionType: 'GZIP', ...input.OutputDataConfig },
    ResourceConfig: resources,
    StoppingCondition: { ...input.StoppingCondition, ...resolveRuntime(input) },
    ...(checkpoints && { CheckpointConfig: resolveCheckpoints(checkpoints) }),
    EnableNetworkIsolation: input.EnableNetworkIsolation ?? false,
    EnableInterContainerTrafficEncryption: input.EnableInterContainerTrafficEncryption ?? false,
    EnableManagedSpotTraining: input.EnableManagedSpotTraining ?? false,
  }
}

function refuseLacking(input: CreateTrainingJobInput): void {
  const asked = input as unknown as Readonly<Record<string, unknown>>
  const member = lacking.find((name) => !isEmpty(asked[name]))
  if (member !== undefined) throw notHere(member)
  if (input.RemoteDebugConfig?.EnableRemoteDebug === true) throw notHere('RemoteDebugConfig')
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (Array.isArray(value) && value.length === 0)
}

function resolveAlgorithm(algorithm: AlgorithmInput = {}): AlgorithmSpecification {
  const { TrainingImage, TrainingInputMode = 'File', MetricDefinitions = [] } = algorithm
  if (algorithm.AlgorithmName !== undefined) throw notHere('AlgorithmName')
  if (TrainingImage === undefined) throw notHere('A training job without a TrainingImage')
  if (algorithm.TrainingImageConfig?.TrainingRepositoryAccessMode === 'Vpc') {
    throw notHere('TrainingRepositoryAccessMode Vpc')
  }
  for (const { Name, Regex } of MetricDefinitions) {
    const problem = metricPatternProblem(Regex)
    if (problem === undefined) continue
    throw refusal(`The Regex "${Regex}" of metric "${Name}" cannot be used: ${problem}`)
  }
  return {
    ...algorithm,
    // With metrics of one's own the time series are kept as well.
    EnableSageMakerMetricsTimeSeries:
      algorithm.EnableSageMakerMetricsTimeSeries ?? MetricDefinitions.length > 0,
    TrainingImage,
    TrainingInputMode,
  }
}

/** How long the job may run; on spot instances not longer than it may wait for them. */
function resolveRuntime(input: CreateTrainingJobInput): { MaxRuntimeInSeconds: number } {
  const MaxRuntimeInSeconds = input.StoppingCondition?.MaxRuntimeInSeconds ?? secondsPerDay
  const wait = input.StoppingCondition?.MaxWaitTimeInSeconds
  if (MaxRuntimeInSeconds > longestRuntimeSeconds) {
    throw refusal(
      `Invalid MaxRuntimeInSeconds. It must be less than or equal to ${longestRuntimeSeconds}`,
    )
  }
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

function resolveCheckpoints({
  S3Uri,
  LocalPath = '/opt/ml/checkpoints',
}: NonNullable<CreateTrainingJobInput['CheckpointConfig']>): CheckpointConfig {
  if (LocalPath.split('/').includes('..') || !/^\/opt\/ml\/./.test(LocalPath)) {
    throw notHere('A CheckpointConfig with a LocalPath outside of /opt/ml')
  }
  return { S3Uri, LocalPath }
}
