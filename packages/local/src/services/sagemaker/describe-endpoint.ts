import type { Deployment, Endpoint, Variant } from '../../jobs/hosting/endpoint.ts'
import { containersOf } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { Time } from '../../jobs/resource.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { findEndpoint } from './find-resource.ts'

/** Where an endpoint stands, what each of its variants runs, and what it is being changed to. */
export function describeEndpoint(
  platform: Platform,
  { EndpointName }: { EndpointName: string },
  context: RequestContext,
): unknown {
  const endpoint = findEndpoint(platform, EndpointName, context)
  const pending = pendingDeployment(endpoint)
  const { failureReason, lastDeploymentConfig, asyncInference } = endpoint
  return {
    EndpointName: endpoint.name,
    EndpointArn: endpoint.arn,
    EndpointConfigName: endpoint.configName,
    ProductionVariants: endpoint.variants.map((variant, i) =>
      describeVariant(platform, endpoint, variant, desiredOf(endpoint, i)),
    ),
    EndpointStatus: endpoint.status,
    ...(failureReason !== undefined && { FailureReason: failureReason }),
    ...(lastDeploymentConfig && { LastDeploymentConfig: lastDeploymentConfig }),
    ...(pending && { PendingDeploymentSummary: describePending(platform, endpoint, pending) }),
    ...(asyncInference && { AsyncInferenceConfig: asyncInference }),
    CreationTime: epochSeconds(endpoint.creationTime),
    LastModifiedTime: epochSeconds(endpoint.lastModifiedTime),
  }
}

/** What an endpoint is being made of, or changed to: a configuration, not other capacities of the same. */
function pendingDeployment(endpoint: Endpoint): Deployment | undefined {
  const { configName, variants, creationTime: startTime, status, deployment } = endpoint
  if (status === 'Creating') return { kind: 'configuration', configName, variants, startTime }
  return deployment?.kind === 'configuration' ? deployment : undefined
}

/** What a variant is to become when its weight or capacity is being changed; else what it is. */
function desiredOf({ variants, deployment }: Endpoint, at: number): Variant {
  const changed = deployment?.kind === 'capacities' ? deployment.variants : variants
  return changed[at] as Variant
}

function describeVariant(
  platform: Platform,
  endpoint: Endpoint,
  variant: Variant,
  desired: Variant,
): Record<string, unknown> {
  return {
    VariantName: variant.request.VariantName,
    CurrentWeight: variant.weight,
    DesiredWeight: desired.weight,
    ...(variant.serverless === undefined
      ? {
          CurrentInstanceCount: countInstances(platform, endpoint, variant),
          DesiredInstanceCount: desired.instanceCount,
        }
      : // What it runs by now is SageMaker's own affair.
        {
          CurrentInstanceCount: 0,
          CurrentServerlessConfig: variant.serverless,
          DesiredServerlessConfig: desired.serverless,
        }),
    DeployedImages: describeImages(variant),
  }
}

function describePending(
  platform: Platform,
  endpoint: Endpoint,
  { configName, variants, startTime }: Deployment,
): unknown {
  return {
    EndpointConfigName: configName,
    ProductionVariants: variants.map((variant) => ({
      ...describeVariant(platform, endpoint, variant, variant),
      ...(variant.request.InstanceType && { InstanceType: variant.request.InstanceType }),
      VariantStatus: [describeStage(platform, endpoint, variant, startTime)],
    })),
    StartTime: epochSeconds(startTime),
  }
}

/** A variant that has its instances is given traffic, and is watched for as long as the deployment asks. */
function describeStage(
  platform: Platform,
  endpoint: Endpoint,
  variant: Variant,
  startTime: Time,
): unknown {
  const isCreated = countInstances(platform, endpoint, variant) > 0
  return { Status: isCreated ? 'Baking' : 'Creating', StartTime: epochSeconds(startTime) }
}

function describeImages(variant: Variant): unknown {
  return containersOf(variant.model).map(({ Image }, i) => ({
    SpecifiedImage: Image,
    ResolvedImage: variant.images[i],
    ResolutionTime: epochSeconds(variant.deployedTime),
  }))
}

function countInstances({ served }: Platform, { arn }: Endpoint, variant: Variant): number {
  const fleets = served.get(arn)?.fleets ?? []
  return fleets.find((fleet) => fleet.variant === variant)?.instances.length ?? 0
}
