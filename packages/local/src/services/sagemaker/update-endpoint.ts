import type { DeploymentConfig } from '../../jobs/hosting/deployment-config.ts'
import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import type { EndpointConfig } from '../../jobs/hosting/endpoint-config.ts'
import { updateEndpoint as changeEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { checkDeploymentConfig } from './check-deployment-config.ts'
import { checkFeatures } from './check-features.ts'
import { requireChangeable } from './endpoint-changes.ts'
import { findEndpoint, findEndpointConfig } from './find-resource.ts'
import { refusal } from './refusals.ts'
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
  checkFeatures(platform, config, context)
  requireSameKind(endpoint, config)
  const { DataCaptureConfig: dataCapture, AsyncInferenceConfig: asyncInference } = config.request
  void changeEndpoint(platform, endpoint, {
    kind: 'configuration',
    configName: config.name,
    variants: variants.map((variant) => retainProperties(variant, endpoint, input)),
    startTime: platform.clock.now().getTime(),
    ...(dataCapture && { dataCapture }),
    ...(asyncInference && { asyncInference }),
    ...(deploymentConfig && { config: deploymentConfig }),
  })
  return { EndpointArn: endpoint.arn }
}

/** Requires that a queue of invocations stays one: what waits could not be answered otherwise. */
function requireSameKind(
  { arn, asyncInference }: Endpoint,
  { name, request }: EndpointConfig,
): void {
  if ((asyncInference === undefined) === (request.AsyncInferenceConfig === undefined)) return
  throw refusal(
    `Cannot update endpoint "${arn}" to the configuration "${name}": only one of both is asynchronous. Create another endpoint.`,
  )
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
  const isSameKind = (variant.serverless === undefined) === (before.serverless === undefined)
  const excluded = ExcludeRetainedVariantProperties.map((one) => one.VariantPropertyType)
  return {
    ...variant,
    ...(!excluded.includes('DesiredWeight') && { weight: before.weight }),
    ...(isSameKind &&
      !excluded.includes('DesiredInstanceCount') && { instanceCount: before.instanceCount }),
  }
}
