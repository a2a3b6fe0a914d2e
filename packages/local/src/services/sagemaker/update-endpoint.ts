import type { DeploymentConfig } from '../../jobs/hosting/deployment-config.ts'
import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import { updateEndpoint as changeEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { checkDeploymentConfig } from './check-deployment-config.ts'
import { requireChangeable } from './endpoint-changes.ts'
import { findEndpoint, findEndpointConfig } from './find-resource.ts'
import { resolveVariants } from './resolve-variants.ts'

/** An UpdateEndpoint request as it comes. */
export interface UpdateEndpointInput {
  readonly EndpointName: string
  readonly EndpointConfigName: string
  readonly RetainAllVariantProperties?: boolean
  readonly ExcludeRetainedVariantProperties?: readonly { readonly VariantPropertyType: string }[]
  readonly DeploymentConfig?: DeploymentConfig
  readonly RetainDeploymentConfig?: boolean
}

/** Deploys another configuration, or the same anew, behind an endpoint that goes on serving; answers without waiting. */
export function updateEndpoint(
  platform: Platform,
  input: UpdateEndpointInput,
  context: RequestContext,
): unknown {
  const endpoint = findEndpoint(platform, input.EndpointName, context)
  requireChangeable(endpoint)
  checkDeploymentConfig(input.DeploymentConfig)
  const config = findEndpointConfig(platform, input.EndpointConfigName, context)
  const variants = resolveVariants(platform, config, context)
  const kept = input.RetainDeploymentConfig === true ? endpoint.lastDeploymentConfig : undefined
  const deploymentConfig = input.DeploymentConfig ?? kept
  const { DataCaptureConfig: dataCapture } = config.request
  changeEndpoint(platform, endpoint, {
    kind: 'configuration',
    configName: config.name,
    variants: variants.map((variant) => retainProperties(variant, endpoint, input)),
    startTime: platform.clock.now().getTime(),
    ...(dataCapture && { dataCapture }),
    ...(deploymentConfig && { config: deploymentConfig }),
  })
  return { EndpointArn: endpoint.arn }
}

/** A new variant with the weight and the number of instances that the one of its name has now, as far as asked. */
function retainProperties(
  variant: Variant,
  { variants }: Endpoint,
  { RetainAllVariantProperties, ExcludeRetainedVariantProperties = [] }: UpdateEndpointInput,
): Variant {
  const { VariantName } = variant.request
  const before = variants.find(({ request }) => request.VariantName === VariantName)
  if (RetainAllVariantProperties !== true || before === undefined) return variant
  const excluded = ExcludeRetainedVariantProperties.map((one) => one.VariantPropertyType)
  return {
    ...variant,
    ...(!excluded.includes('DesiredWeight') && { weight: before.weight }),
    ...(!excluded.includes('DesiredInstanceCount') && { instanceCount: before.instanceCount }),
  }
}
