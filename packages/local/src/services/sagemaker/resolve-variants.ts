import type { Variant } from '../../jobs/hosting/endpoint.ts'
import type { EndpointConfig } from '../../jobs/hosting/endpoint-config.ts'
import { containersOf } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { checkModelImage } from './check-image.ts'
import { findModel } from './find-resource.ts'

/** What an endpoint of a configuration serves, as its models and images are now. */
export function resolveVariants(
  platform: Platform,
  { request }: EndpointConfig,
  context: RequestContext,
): Variant[] {
  return request.ProductionVariants.map((variant) => {
    const model = findModel(platform, variant.ModelName, context)
    return {
      request: variant,
      model,
      images: containersOf(model).map(({ Image }) => resolveImage(platform, Image)),
      networkIsolation: model.request.EnableNetworkIsolation || request.EnableNetworkIsolation,
      weight: variant.InitialVariantWeight,
      instanceCount: variant.InitialInstanceCount ?? 0,
      ...(variant.ServerlessConfig && { serverless: variant.ServerlessConfig }),
      deployedTime: platform.clock.now().getTime(),
    }
  })
}

/** The image by its digest, so that a tag that moves changes nothing of what is deployed. */
function resolveImage(platform: Platform, uri: string): string {
  const { repository, digest } = checkModelImage(platform, uri)
  return `${uri.slice(0, uri.indexOf('/'))}/${repository}@${digest}`
}
