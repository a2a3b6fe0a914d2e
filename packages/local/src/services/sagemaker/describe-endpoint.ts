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
    ProductionVariants: endpoint.variants.map((variant) =>
      describeVariant(variant, endpoint, platform),
    ),
    EndpointStatus: endpoint.status,
    ...(endpoint.failureReason !== undefined && { FailureReason: endpoint.failureReason }),
    CreationTime: epochSeconds(endpoint.creationTime),
    LastModifiedTime: epochSeconds(endpoint.lastModifiedTime),
  }
}

function describeVariant(
  { request, model, image, weight }: Variant,
  { arn, creationTime }: Endpoint,
  { served }: Platform,
): unknown {
  const instances = request.InitialInstanceCount ?? 1
  return {
    VariantName: request.VariantName,
    CurrentWeight: weight,
    DesiredWeight: weight,
    CurrentInstanceCount: served.has(arn) ? instances : 0,
    DesiredInstanceCount: instances,
    DeployedImages: [
      {
        SpecifiedImage: model.request.PrimaryContainer.Image,
        ResolvedImage: image,
        ResolutionTime: epochSeconds(creationTime),
      },
    ],
  }
}
