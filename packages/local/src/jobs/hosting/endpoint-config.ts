import type { Resource, Tag } from '../resource.ts'
import type { ServerlessConfig } from '../serverless/serverless-config.ts'

/** What an endpoint is made of. */
export interface EndpointConfig extends Resource {
  readonly request: EndpointConfigRequest
}

/** A CreateEndpointConfig request with SageMaker's defaults filled in: the members that serving it needs. */
interface EndpointConfigRequest {
  readonly EndpointConfigName: string
  readonly ProductionVariants: readonly ProductionVariant[]
  readonly EnableNetworkIsolation: boolean
  readonly DataCaptureConfig?: DataCaptureConfig
  readonly AsyncInferenceConfig?: AsyncInferenceConfig
  readonly Tags?: readonly Tag[]
}

/** One of an endpoint's models and its share of the traffic. */
export interface ProductionVariant {
  readonly VariantName: string
  readonly ModelName: string
  readonly InitialVariantWeight: number
  /** There unless it is serverless. */
  readonly InitialInstanceCount?: number
  readonly ServerlessConfig?: ServerlessConfig
  readonly InstanceType?: string
  readonly ModelDataDownloadTimeoutInSeconds?: number
  readonly ContainerStartupHealthCheckTimeoutInSeconds?: number
}

/** How an endpoint answers that only takes invocations which nobody waits for. */
export interface AsyncInferenceConfig {
  readonly OutputConfig: {
    readonly S3OutputPath: string
    readonly S3FailurePath?: string
    readonly KmsKeyId?: string
    readonly NotificationConfig?: {
      readonly SuccessTopic?: string
      readonly ErrorTopic?: string
      readonly IncludeInferenceResponseIn?: readonly string[]
    }
  }
  readonly ClientConfig?: { readonly MaxConcurrentInvocationsPerInstance?: number }
}

/** Which invocations are recorded in S3, and how. */
export interface DataCaptureConfig {
  readonly EnableCapture?: boolean
  readonly InitialSamplingPercentage: number
  readonly DestinationS3Uri: string
  readonly KmsKeyId?: string
  readonly CaptureOptions: readonly {
    readonly CaptureMode: 'Input' | 'Output' | 'InputAndOutput'
  }[]
  readonly CaptureContentTypeHeader?: {
    readonly CsvContentTypes?: readonly string[]
    readonly JsonContentTypes?: readonly string[]
  }
}
