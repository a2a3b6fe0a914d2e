import type { Resource, Time } from '../resource.ts'
import type { ProductionVariant } from './endpoint-config.ts'
import type { Model } from './model.ts'
import type { VariantServer } from './variant-server.ts'

/** Where an endpoint stands, in SageMaker's words. */
export type EndpointStatus = 'Creating' | 'InService' | 'SystemUpdating' | 'Failed' | 'Deleting'

/** An endpoint: models behind one name, each served by a process of its own. */
export interface Endpoint extends Resource {
  readonly configName: string
  readonly variants: readonly Variant[]
  status: EndpointStatus
  lastModifiedTime: Time
  failureReason?: string
}

/** A variant of an endpoint, with the model and the image as they were when the endpoint was made. */
export interface Variant {
  readonly request: ProductionVariant
  readonly model: Model
  /** The image by its digest, `<registry>/<repository>@sha256:…`. */
  readonly image: string
  readonly weight: number
}

/** A variant and its server. */
export interface ServedVariant {
  readonly variant: Variant
  readonly server: VariantServer
  /** How much traffic the variant is owed; see chooseVariant. */
  credit: number
}

/** The log group of an endpoint. */
export function endpointLogGroup(name: string): string {
  return `/aws/sagemaker/Endpoints/${name}`
}
