import type { CreateEndpointConfigInput, VariantInput } from './create-endpoint-config.ts'
import { refusal } from './refusals.ts'

const memorySizes = [1024, 2048, 3072, 4096, 5120, 6144]

/** Members of a variant that are about instances, which a serverless one has not. */
const instanceMembers = [
  'InstanceType',
  'InitialInstanceCount',
  'VolumeSizeInGB',
  'AcceleratorType',
]

/** Requires that a variant, if it is serverless, is within SageMaker's limits and asks for no instances. */
export function checkServerless(variant: VariantInput): void {
  const { VariantName: name, ServerlessConfig: config } = variant
  if (config === undefined) return
  const { MemorySizeInMB: memory, MaxConcurrency: most, ProvisionedConcurrency: kept = 0 } = config
  if (!memorySizes.includes(memory))
    throw refusal(
      `MemorySizeInMB ${memory} of variant "${name}" is not one of ${memorySizes.join(', ')}.`,
    )
  if (kept > most)
    throw refusal(
      `ProvisionedConcurrency ${kept} of variant "${name}" is greater than its MaxConcurrency ${most}.`,
    )
  const member = instanceMembers.find((one) => Object.hasOwn(variant, one))
  if (member !== undefined)
    throw refusal(`Variant "${name}" has a ServerlessConfig and must not have ${member}.`)
}

/** Requires that an endpoint asks for nothing that serverless endpoints lack. Source: AWS guide, "Serverless Inference", exclusions. */
export function checkServerlessEndpoint({
  ProductionVariants,
  EnableNetworkIsolation,
  AsyncInferenceConfig,
}: CreateEndpointConfigInput): void {
  if (ProductionVariants.every(({ ServerlessConfig }) => ServerlessConfig === undefined)) return
  if (ProductionVariants.length > 1) throw unsupported('Multiple production variants are')
  if (EnableNetworkIsolation === true) throw unsupported('Network isolation is')
  if (AsyncInferenceConfig !== undefined) throw unsupported('AsyncInferenceConfig is')
}

function unsupported(feature: string) {
  return refusal(`${feature} not supported for a variant with a ServerlessConfig.`)
}
