import type {
  CreateEndpointConfigInput,
  ProductionVariantInstanceType,
} from '@aws-sdk/client-sagemaker'
import type { InstanceType } from '../naming/instance-type.ts'
import { formatTags } from '../requests/format-tags.ts'

/**
 * What an endpoint runs on.
 *
 * @public
 */
export interface HostingOptions {
  /** The machine that the container serves on. @defaultValue `ml.m5.large` */
  readonly instanceType?: InstanceType | undefined
  /** How many such machines share the requests. @defaultValue 1 */
  readonly instanceCount?: number | undefined
}

/** The request for CreateEndpointConfig: one variant that gets all traffic. */
export function endpointConfigSpec(
  { instanceType = 'ml.m5.large', instanceCount = 1 }: HostingOptions,
  {
    name,
    modelName,
    tags,
  }: {
    readonly name: string
    readonly modelName: string
    readonly tags: Readonly<Record<string, string>> | undefined
  },
): CreateEndpointConfigInput {
  return {
    EndpointConfigName: name,
    ProductionVariants: [
      {
        VariantName: 'AllTraffic',
        ModelName: modelName,
        // The SDK's list ends with the day of its release.
        InstanceType: instanceType as ProductionVariantInstanceType,
        InitialInstanceCount: instanceCount,
      },
    ],
    ...(tags && { Tags: formatTags(tags) }),
  }
}
