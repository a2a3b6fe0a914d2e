import type { DeploymentConfig } from '../../jobs/hosting/deployment-config.ts'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import { startEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags, type Tag } from '../../jobs/resource.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkDeploymentConfig } from './check-deployment-config.ts'
import { checkFeatures } from './check-features.ts'
import { findEndpointConfig } from './find-resource.ts'
import { refusal } from './refusals.ts'
import { resolveVariants } from './resolve-variants.ts'

/** A CreateEndpoint request as it comes. */
export interface CreateEndpointInput {
  readonly EndpointName: string
  readonly EndpointConfigName: string
  readonly DeploymentConfig?: DeploymentConfig
  readonly Tags?: readonly Tag[]
}

/** Creates an endpoint and starts its servers; answers without waiting for them. */
export function createEndpoint(
  platform: Platform,
  input: CreateEndpointInput,
  context: RequestContext,
): unknown {
  const arn = sageMakerArn(context, 'endpoint', input.EndpointName)
  if (platform.endpoints.get(context.region, input.EndpointName) !== undefined) {
    throw refusal(`Cannot create already existing endpoint "${arn}".`)
  }
  checkDeploymentConfig(input.DeploymentConfig)
  const config = findEndpointConfig(platform, input.EndpointConfigName, context)
  checkFeatures(platform, config, context)
  const { DataCaptureConfig: dataCapture, AsyncInferenceConfig: asyncInference } = config.request
  const { accountId, region } = context
  const now = platform.clock.now().getTime()
  const endpoint: Endpoint = {
    name: input.EndpointName,
    arn,
    accountId,
    region,
    configName: config.name,
    variants: resolveVariants(platform, config, context),
    status: 'Creating',
    creationTime: now,
    lastModifiedTime: now,
    tags: mergeTags([], input.Tags),
    ...(dataCapture && { dataCapture }),
    ...(asyncInference && { asyncInference }),
    ...(input.DeploymentConfig && { lastDeploymentConfig: input.DeploymentConfig }),
  }
  platform.endpoints.add(endpoint)
  startEndpoint(platform, endpoint)
  return { EndpointArn: arn }
}
