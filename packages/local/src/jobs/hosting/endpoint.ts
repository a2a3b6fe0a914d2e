import type { Resource, Time } from '../resource.ts'
import type { ServerlessConfig } from '../serverless/serverless-config.ts'
import type { DeploymentConfig } from './deployment-config.ts'
import type {
  AsyncInferenceConfig,
  DataCaptureConfig,
  ProductionVariant,
} from './endpoint-config.ts'
import type { Model } from './model.ts'

/** Where an endpoint stands, in SageMaker's words. */
export type EndpointStatus =
  | 'Creating'
  | 'InService'
  | 'Updating'
  | 'RollingBack'
  | 'SystemUpdating'
  | 'Failed'
  | 'Deleting'

/** An endpoint: models behind one name, each served by processes of its own. */
export interface Endpoint extends Resource {
  configName: string
  /** What serves, or is to be created. */
  variants: readonly Variant[]
  status: EndpointStatus
  lastModifiedTime: Time
  failureReason?: string
  dataCapture?: DataCaptureConfig
  /** There for an endpoint that only takes asynchronous invocations. */
  asyncInference?: AsyncInferenceConfig
  /** What it is being changed to. */
  deployment?: Deployment
  /** How it was last updated to another configuration. */
  lastDeploymentConfig?: DeploymentConfig
}

/** A variant of an endpoint, with the model and the images as they were when it was deployed. */
export interface Variant {
  readonly request: ProductionVariant
  readonly model: Model
  /** The image of each of the model's containers by its digest, `<registry>/<repository>@sha256:…`. */
  readonly images: readonly string[]
  readonly networkIsolation: boolean
  readonly weight: number
  /** 0 of a serverless variant. */
  readonly instanceCount: number
  readonly serverless?: ServerlessConfig
  readonly deployedTime: Time
}

/** A change under way: the variants that are to serve once it is done. */
export interface Deployment {
  /** A new configuration in place of the old one, or other weights and counts of the same variants. */
  readonly kind: 'configuration' | 'capacities'
  readonly configName: string
  readonly variants: readonly Variant[]
  readonly startTime: Time
  readonly dataCapture?: DataCaptureConfig
  readonly asyncInference?: AsyncInferenceConfig
  readonly config?: DeploymentConfig
}

/** The log group of an endpoint. */
export function endpointLogGroup(name: string): string {
  return `/aws/sagemaker/Endpoints/${name}`
}
