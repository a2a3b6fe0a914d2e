import { AwsError } from '../../errors.ts'
import {
  instanceCountDimension,
  type ScalableTarget,
} from '../../jobs/auto-scaling/scalable-target.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'

/** How requests name what is scaled. */
export interface ScalingResource {
  readonly ServiceNamespace: string
  readonly ResourceId: string
  readonly ScalableDimension: string
}

/** Requires that it is the number of instances of a variant that is meant: nothing else can be scaled here. */
export function requireInstanceCount({
  ServiceNamespace,
  ResourceId,
  ScalableDimension,
}: ScalingResource): void {
  const isVariant = /^endpoint\/[^/]+\/variant\/[^/]+$/.test(ResourceId)
  if (ServiceNamespace === 'sagemaker' && ScalableDimension === instanceCountDimension && isVariant)
    return
  throw invalid(
    `Unsupported service namespace, resource type or scalable dimension: this local emulator scales ${instanceCountDimension} of sagemaker, of resources such as endpoint/my-endpoint/variant/my-variant.`,
  )
}

/** The target that a request names. @throws AwsError `ObjectNotFoundException` with the words given for it when there is none. */
export function findTarget(
  { scalableTargets }: Platform,
  resource: ScalingResource,
  { region }: RequestContext,
  words: string,
): ScalableTarget {
  const target = scalableTargets.get(region, resource.ResourceId)
  if (target !== undefined && resource.ScalableDimension === instanceCountDimension) return target
  throw notFound(words, resource)
}

/** AWS's words for what is not there. */
export function notFound(
  words: string,
  { ServiceNamespace, ResourceId, ScalableDimension }: ScalingResource,
  more = '',
): AwsError {
  return new AwsError(
    'ObjectNotFoundException',
    `${words} for service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}${more}`,
  )
}

export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message)
}

/** The members that every answer names a resource by. */
export function describeResource(resourceId: string): ScalingResource {
  return {
    ServiceNamespace: 'sagemaker',
    ResourceId: resourceId,
    ScalableDimension: instanceCountDimension,
  }
}
