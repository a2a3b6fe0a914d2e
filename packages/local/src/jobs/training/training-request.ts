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
  readonly ResourceConfig: { readonly InstanceType: string; readonly InstanceCount: number }
  readonly StoppingCondition: {
    readonly MaxRuntimeInSeconds: number
    readonly MaxWaitTimeInSeconds?: number
  }
  readonly Environment?: Readonly<Record<string, string>>
  readonly EnableNetworkIsolation: boolean
  readonly EnableInterContainerTrafficEncryption: boolean
  readonly EnableManagedSpotTraining: boolean
  readonly Tags?: readonly Tag[]
}

/** What a training job runs. */
export interface AlgorithmSpecification {
  readonly TrainingImage: string
  readonly TrainingInputMode: 'File' | 'FastFile' | 'Pipe'
  readonly ContainerEntrypoint?: readonly string[]
  readonly ContainerArguments?: readonly string[]
  readonly MetricDefinitions?: readonly MetricDefinition[]
  readonly EnableSageMakerMetricsTimeSeries: boolean
}

/** A metric that the platform reads from a job's log. */
export interface MetricDefinition {
  readonly Name: string
  readonly Regex: string
}

/** A named input of a training job. */
export interface Channel {
  readonly ChannelName: string
  readonly DataSource: { readonly S3DataSource: S3DataSource }
  readonly ContentType?: string
  readonly InputMode?: 'File' | 'FastFile' | 'Pipe'
  readonly CompressionType: 'None' | 'Gzip'
  readonly RecordWrapperType: 'None' | 'RecordIO'
}

/** Where in S3 a channel's data lies. */
export interface S3DataSource {
  readonly S3DataType: 'S3Prefix' | 'ManifestFile'
  readonly S3Uri: string
  readonly S3DataDistributionType: 'FullyReplicated' | 'ShardedByS3Key'
}
