import type { Endpoint, Variant } from '../hosting/endpoint.ts'
import type { Platform } from '../platform.ts'

/** A variant of an endpoint that can be scaled. */
export interface ScaledVariant {
  readonly endpoint: Endpoint
  readonly variant: Variant
}

/** Finds what a resource id, `endpoint/<name>/variant/<name>`, stands for; undefined for what is not there or has no instances. */
export function findScaledVariant(
  { endpoints }: Platform,
  region: string,
  resourceId: string,
): ScaledVariant | undefined {
  const [, endpointName = '', variantName] =
    /^endpoint\/([^/]+)\/variant\/([^/]+)$/.exec(resourceId) ?? []
  const endpoint = endpoints.get(region, endpointName)
  const variant = endpoint?.variants.find(({ request }) => request.VariantName === variantName)
  if (endpoint === undefined || variant === undefined || variant.serverless !== undefined)
    return undefined
  return { endpoint, variant }
}
