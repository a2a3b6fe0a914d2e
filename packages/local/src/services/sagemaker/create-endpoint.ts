import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import { startEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags, type Tag } from '../../jobs/resource.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkModelImage } from './check-image.ts'
import { findEndpointConfig, findModel } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** A CreateEndpoint request as it comes. */
export interface CreateEndpointInput {
  readonly EndpointName: string
  readonly EndpointConfigName: string
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
  const variants = resolveVariants(platform, input.EndpointConfigName, context)
  const { accountId, region } = context
  const now = platform.clock.now().getTime()
  const endpoint: Endpoint = {
    name: input.EndpointName,
    arn,
    accountId,
    region,
    configName: input.EndpointConfigName,
    variants,
    status: 'Creating',
    creationTime: now,
    lastModifiedTime: now,
    tags: mergeTags([], input.Tags),
  }
  platform.endpoints.add(endpoint)
  startEndpoint(platform, endpoint)
  return { EndpointArn: arn }
}

/** What the endpoint will serve, as the models and images are now. */
function resolveVariants(
  platform: Platform,
  configName: string,
  context: RequestContext,
): Variant[] {
  const { request } = findEndpointConfig(platform, configName, context)
  return request.ProductionVariants.map((variant) => {
    const model = findModel(platform, variant.ModelName, context)
    const uri = model.request.PrimaryContainer.Image
    const { repository, digest } = checkModelImage(platform, uri)
    return {
      request: variant,
      model,
      image: `${uri.slice(0, uri.indexOf('/'))}/${repository}@${digest}`,
      weight: variant.InitialVariantWeight,
    }
  })
}
