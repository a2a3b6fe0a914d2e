import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findTarget, type ScalingResource } from './scaling-resource.ts'

/** Ends the scaling of a variant, which keeps the instances that it has; its policies go too. */
export function deregisterScalableTarget(
  platform: Platform,
  input: ScalingResource,
  context: RequestContext,
): unknown {
  const target = findTarget(platform, input, context, 'No scalable target found')
  for (const policy of platform.scalingPolicies.list(context.region)) {
    if (policy.resourceId !== target.name) continue
    platform.scalingPolicies.delete(policy)
    platform.scaling.forget(policy.arn)
  }
  platform.scalableTargets.delete(target)
  return {}
}
