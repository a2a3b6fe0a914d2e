import type { ScalingPolicy } from '../../jobs/auto-scaling/scaling-policy.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from '../sagemaker/answers.ts'
import { filterAndPage, type ListInput } from './filter-and-page.ts'
import { describeResource } from './scaling-resource.ts'

/** The policies of a region, of one target or of the names given. */
export function describeScalingPolicies(
  { scalingPolicies }: Platform,
  input: ListInput & { readonly ResourceId?: string; readonly PolicyNames?: readonly string[] },
  { region }: RequestContext,
): unknown {
  const { ResourceId: id, PolicyNames: names } = input
  const asked = scalingPolicies
    .list(region)
    .filter(({ resourceId }) => id === undefined || id === resourceId)
    .filter(({ policyName }) => !names?.length || names.includes(policyName))
  const { page, next } = filterAndPage(asked, input, 10)
  return { ScalingPolicies: page.map(describe), ...next }
}

function describe(policy: ScalingPolicy): unknown {
  const { targetTracking, stepScaling } = policy
  return {
    PolicyARN: policy.arn,
    PolicyName: policy.policyName,
    ...describeResource(policy.resourceId),
    PolicyType: policy.type,
    ...(targetTracking && { TargetTrackingScalingPolicyConfiguration: targetTracking }),
    ...(stepScaling && { StepScalingPolicyConfiguration: stepScaling }),
    Alarms: policy.alarms,
    CreationTime: epochSeconds(policy.creationTime),
  }
}
