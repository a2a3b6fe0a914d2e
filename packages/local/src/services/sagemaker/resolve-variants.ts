import type { Variant } from '../../jobs/hosting/endpoint.ts'
import type { EndpointConfig } from '../../jobs/hosting/endpoint-config.ts'
import { containersOf, type Model } from '../../jobs/hosting/model.ts'
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
      images: resolveImages(platform, model),
      networkIsolation: model.request.EnableNetworkIsolation || request.EnableNetworkIsolation,
      weight: variant.InitialVariantWeight,
      instanceCount: variant.InitialInstanceCount,
      deployedTime: platform.clock.now().getTime(),
    }
  })
}

/** The images of a model's containers by their digests, so that a tag that moves changes nothing of what is deployed. */
export function resolveImages(platform: Platform, model: Model): readonly string[] {
  return containersOf(model).map(({ Image }) => {
    const { repository, digest } = checkModelImage(platform, Image)
    return `${Image.slice(0, Image.indexOf('/'))}/${repository}@${digest}`
  })
}
