import type { Tag } from '../resource.ts'

/** A CreateTransformJob request with SageMaker's defaults filled in: the members that running it needs. */
export interface TransformRequest {
  readonly TransformJobName: string
  readonly ModelName: string
  /** 0 as if it were missing: the container may say. */
  readonly MaxConcurrentTransforms?: number
  /** 0 for no limit. */
  readonly MaxPayloadInMB?: number
  readonly BatchStrategy?: BatchStrategy
  readonly ModelClientConfig?: ModelClientConfig
  readonly Environment?: Readonly<Record<string, string>>
  readonly TransformInput: TransformInput
  readonly TransformOutput: TransformOutput
  readonly TransformResources: TransformResources
  readonly DataProcessing: DataProcessing
  readonly ExperimentConfig?: unknown
  readonly Tags?: readonly Tag[]
}

/** Whether a request holds one record or as many as fit. */
export type BatchStrategy = 'SingleRecord' | 'MultiRecord'

/** How objects are split into records. */
export type SplitType = 'None' | 'Line' | 'RecordIO' | 'TFRecord'

/** How long a container may take for a request, and how often it is asked again. */
interface ModelClientConfig {
  readonly InvocationsTimeoutInSeconds?: number
  readonly InvocationsMaxRetries?: number
}

/** What is transformed. */
export interface TransformInput {
  readonly DataSource: { readonly S3DataSource: TransformS3DataSource }
  readonly ContentType?: string
  readonly CompressionType: 'None' | 'Gzip'
  readonly SplitType: SplitType
}

/** Where the objects lie: all with a prefix, or those of a manifest. */
export interface TransformS3DataSource {
  readonly S3DataType: 'S3Prefix' | 'ManifestFile'
  readonly S3Uri: string
}

/** Where the answers go, and how they are put together. */
export interface TransformOutput {
  readonly S3OutputPath: string
  readonly Accept?: string
  readonly AssembleWith: 'None' | 'Line'
  readonly KmsKeyId: string
}

/** The instances of a job. */
interface TransformResources {
  readonly InstanceType: string
  readonly InstanceCount: number
}

/** Which part of a record is sent, and which part of record and answer is kept. */
export interface DataProcessing {
  readonly InputFilter: string
  readonly OutputFilter: string
  readonly JoinSource: 'None' | 'Input'
}
