import { policyKey } from '../../jobs/auto-scaling/scaling-policy.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { notFound, type ScalingResource } from './scaling-resource.ts'

/** Takes a policy away; what it has done stays. */
export function deleteScalingPolicy(
  { scalingPolicies, scaling }: Platform,
  input: ScalingResource & { readonly PolicyName: string },
  { region }: RequestContext,
): unknown {
  const policy = scalingPolicies.get(region, policyKey(input.ResourceId, input.PolicyName))
  if (policy === undefined)
    throw notFound('No scaling policy found', input, `, policy name: ${input.PolicyName}`)
  scalingPolicies.delete(policy)
  scaling.forget(policy.arn)
  return {}
}
