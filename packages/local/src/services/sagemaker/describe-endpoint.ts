import type { Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { findEndpoint } from './find-resource.ts'

/** Where an endpoint stands, and what each of its variants runs. */
export function describeEndpoint(
  platform: Platform,
  { EndpointName }: { EndpointName: string },
  context: RequestContext,
): unknown {
  const endpoint = findEndpoint(platform, EndpointName, context)
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.configName,
    ProductionVariants: endpoint.variants.map((variant) => describeVariant(variant, endpoint)),
    EndpointStatus: endpoint.status,
    ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
    CreationTime: epochSeconds(endpoint.creationTime),
    LastModifiedTime: epochSeconds(endpoint.lastModifiedTime),
  }
}

function describeVariant(
  { request, model, image, weight, server }: Variant,
  endpoint: Endpoint,
): unknown {
  const instances = request.InitialInstanceCount ?? 1
  const uri = model.request.PrimaryContainer.Image
  return {
    VariantName: request.VariantName,
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: server === undefined ? 0 : instances,
    DesiredInstanceCount: instances,
    DeployedImages: [
      {
        SpecifiedImage: uri,
        ResolvedImage: `${uri.slice(0, uri.indexOf('/'))}/${image.repository}@${image.digest}`,
        ResolutionTime: epochSeconds(endpoint.creationTime),
      },
    ],
  }
}
