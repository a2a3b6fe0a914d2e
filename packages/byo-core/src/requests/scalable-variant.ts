import type { ScalableDimension, ServiceNamespace } from '@aws-sdk/client-application-auto-scaling'

/** What requests to Application Auto Scaling call the number of machines that serve a variant. */
export interface VariantDimension {
  readonly ServiceNamespace: ServiceNamespace
  readonly ScalableDimension: ScalableDimension
  /** `endpoint/<endpoint>/variant/<variant>`. */
  readonly ResourceId: string
}

/** The dimension by the id of the variant. */
export function variantDimension(ResourceId: string): VariantDimension {
  return {
    ServiceNamespace: 'sagemaker',
    ScalableDimension: 'sagemaker:variant:DesiredInstanceCount',
    ResourceId,
  }
}
