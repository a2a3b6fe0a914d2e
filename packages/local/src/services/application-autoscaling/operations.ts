import type { Platform } from '../../jobs/platform.ts'
import { validateInput } from '../../validation/validate-input.ts'
import type { JsonOperation, JsonOperations, RequestContext } from '../operation.ts'
import { deleteScalingPolicy } from './delete-scaling-policy.ts'
import { deregisterScalableTarget } from './deregister-scalable-target.ts'
import { describeScalableTargets } from './describe-scalable-targets.ts'
import { describeScalingActivities } from './describe-scaling-activities.ts'
import { describeScalingPolicies } from './describe-scaling-policies.ts'
import { putScalingPolicy } from './put-scaling-policy.ts'
import { registerScalableTarget } from './register-scalable-target.ts'

/** An operation once its input is known to satisfy AWS's API model. */
type CheckedOperation = (platform: Platform, input: never, context: RequestContext) => unknown

const operations: Readonly<Record<string, CheckedOperation>> = {
  RegisterScalableTarget: registerScalableTarget,
  DeregisterScalableTarget: deregisterScalableTarget,
  DescribeScalableTargets: describeScalableTargets,
  PutScalingPolicy: putScalingPolicy,
  DeleteScalingPolicy: deleteScalingPolicy,
  DescribeScalingPolicies: describeScalingPolicies,
  DescribeScalingActivities: describeScalingActivities,
}

/** The operations of Application Auto Scaling, `X-Amz-Target: AnyScaleFrontendService.<name>`, each behind the check of its input. */
export function createAutoScalingOperations(platform: Platform): JsonOperations {
  return Object.fromEntries(
    Object.entries(operations).map(([name, run]): [string, JsonOperation] => [
      name,
      (input, context) => run(platform, validateInput(name, input) as never, context),
    ]),
  )
}
