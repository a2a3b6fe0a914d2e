import type { Tag } from '../resource.ts'

/** A CreateTrainingJob request with SageMaker's defaults filled in: the members that running it needs. */
export interface TrainingRequest {
  readonly TrainingJobName: string
  readonly RoleArn: string
  readonly AlgorithmSpecification: AlgorithmSpecification
  readonly HyperParameters?: Readonly<Record<string, string>>
  readonly InputDataConfig?: readonly Channel[]
  readonly OutputDataConfig: {
    readonly S3OutputPath: string
    readonly KmsKeyId: string
    readonly CompressionType: 'GZIP' | 'NONE'
  }
  readonly ResourceConfig: ResourceConfig
  readonly StoppingCondition: {
    readonly MaxRuntimeInSeconds: number
    readonly MaxWaitTimeInSeconds?: number
    readonly MaxPendingTimeInSeconds?: number
  }
  readonly CheckpointConfig?: CheckpointConfig
  readonly RetryStrategy?: { readonly MaximumRetryAttempts: number }
  readonly Environment?: Readonly<Record<string, string>>
  readonly VpcConfig?: unknown
  readonly SessionChainingConfig?: { readonly EnableSessionTagChaining?: boolean }
  readonly EnableNetworkIsolation: boolean
  readonly EnableInterContainerTrafficEncryption: boolean
  readonly EnableManagedSpotTraining: boolean
  readonly Tags?: readonly Tag[]
}

/** What a training job runs. */
export interface AlgorithmSpecification {
  readonly TrainingImage: string
  readonly TrainingInputMode: InputMode
  readonly ContainerEntrypoint?: readonly string[]
  readonly ContainerArguments?: readonly string[]
  readonly MetricDefinitions?: readonly MetricDefinition[]
  readonly EnableSageMakerMetricsTimeSeries: boolean
}

/** How a channel's data gets to a program. */
export type InputMode = 'File' | 'FastFile' | 'Pipe'

/** A metric that the platform reads from a job's log. */
interface MetricDefinition {
  readonly Name: string
  readonly Regex: string
}

/** The instances of a job: all of one type, or groups of several. */
export interface ResourceConfig {
  readonly InstanceType?: string
  readonly InstanceCount?: number
  readonly InstanceGroups?: readonly InstanceGroup[]
  readonly VolumeSizeInGB?: number
  readonly VolumeKmsKeyId?: string
  readonly KeepAlivePeriodInSeconds?: number
}

/** Equal instances of a cluster with several kinds of them. */
export interface InstanceGroup {
  readonly InstanceGroupName: string
  readonly InstanceType: string
  readonly InstanceCount: number
}

/** Where checkpoints are kept: a prefix in S3, and a folder of the container in step with it. */
export interface CheckpointConfig {
  readonly S3Uri: string
  readonly LocalPath: string
}

/** A named input of a training job. */
export interface Channel {
  readonly ChannelName: string
  readonly DataSource: { readonly S3DataSource: S3DataSource }
  readonly ContentType?: string
  readonly InputMode?: InputMode
  readonly CompressionType: 'None' | 'Gzip'
  readonly RecordWrapperType: 'None' | 'RecordIO'
  readonly ShuffleConfig?: { readonly Seed: number }
}

/** Where in S3 a channel's data lies. */
export interface S3DataSource {
  readonly S3DataType: 'S3Prefix' | 'ManifestFile' | 'AugmentedManifestFile'
  readonly S3Uri: string
  readonly S3DataDistributionType: 'FullyReplicated' | 'ShardedByS3Key'
  /** What to read of each line of an augmented manifest. */
  readonly AttributeNames?: readonly string[]
  /** The groups that get the channel; without any, all do. */
  readonly InstanceGroupNames?: readonly string[]
}

/** The input mode of a channel: its own, or the job's. */
export function inputModeOf(request: TrainingRequest, channel: Channel): InputMode {
  return channel.InputMode ?? request.AlgorithmSpecification.TrainingInputMode
}
