import type { Variant } from '../../jobs/hosting/endpoint.ts'
import { startEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import { type Tag, tagMap } from '../../jobs/resource.ts'
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
  const { accountId, region, endpoint: url } = context
  const now = platform.clock.now()
  const endpoint = {
    name: input.EndpointName,
    arn,
    region,
    scope: { accountId, region, endpoint: url },
    configName: input.EndpointConfigName,
    variants,
    status: 'Creating',
    creationTime: now,
    lastModifiedTime: now,
    tags: tagMap(input.Tags),
  } as const
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
    const image = checkModelImage(platform, model.request.PrimaryContainer.Image)
    return { request: variant, model, image, weight: variant.InitialVariantWeight, credit: 0 }
  })
}
