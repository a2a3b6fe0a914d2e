import { customizedMetrics } from '../../jobs/auto-scaling/metrics.ts'
import type { ScalableTarget } from '../../jobs/auto-scaling/scalable-target.ts'
import {
  type Alarm,
  policyKey,
  type ScalingPolicy,
  type StepScaling,
  type TargetTracking,
} from '../../jobs/auto-scaling/scaling-policy.ts'
import type { Platform } from '../../jobs/platform.ts'
import { formatArn } from '../../state/arn.ts'
import { newIdentifier } from '../../state/identifiers.ts'
import type { RequestContext } from '../operation.ts'
import { findTarget, invalid, type ScalingResource } from './scaling-resource.ts'

/** A PutScalingPolicy request as it comes. */
export interface PutPolicyInput extends ScalingResource {
  readonly PolicyName: string
  readonly PolicyType?: string
  readonly TargetTrackingScalingPolicyConfiguration?: TargetTracking
  readonly StepScalingPolicyConfiguration?: StepScaling
}

/** Gives a target a policy, or another one in the place of that of this name. */
export function putScalingPolicy(
  platform: Platform,
  input: PutPolicyInput,
  context: RequestContext,
): unknown {
  const target = findTarget(platform, input, context, 'No scalable target registered')
  const known = platform.scalingPolicies.get(
    context.region,
    policyKey(input.ResourceId, input.PolicyName),
  )
  const type = input.PolicyType ?? known?.type
  const targetTracking = input.TargetTrackingScalingPolicyConfiguration
  const stepScaling = input.StepScalingPolicyConfiguration
  if (type === 'TargetTrackingScaling') checkTargetTracking(target, targetTracking, stepScaling)
  else if (type === 'StepScaling') checkStepScaling(stepScaling, targetTracking)
  else
    throw invalid(
      `PolicyType ${type} is not available in this local emulator: give TargetTrackingScaling or StepScaling.`,
    )
  const policy =
    known?.type === type ? known : createPolicy(platform, target, input.PolicyName, type)
  delete policy.targetTracking
  delete policy.stepScaling
  if (targetTracking !== undefined) policy.targetTracking = targetTracking
  if (stepScaling !== undefined) policy.stepScaling = stepScaling
  platform.scaling.forget(policy.arn)
  platform.scalingPolicies.add(policy)
  return { PolicyARN: policy.arn, Alarms: policy.alarms }
}

function createPolicy(
  { clock }: Platform,
  { name: resourceId, accountId, region }: ScalableTarget,
  policyName: string,
  type: ScalingPolicy['type'],
): ScalingPolicy {
  const owner = { accountId, region }
  const place = `resource/sagemaker/${resourceId}:policyName/${policyName}`
  const alarms = type === 'StepScaling' ? [] : ['AlarmHigh', 'AlarmLow']
  return {
    name: policyKey(resourceId, policyName),
    arn: formatArn('autoscaling', owner, `scalingPolicy:${newIdentifier()}:${place}`),
    ...owner,
    creationTime: clock.now().getTime(),
    tags: [],
    policyName,
    resourceId,
    type,
    alarms: alarms.map((kind): Alarm => {
      const AlarmName = `TargetTracking-${resourceId}-${kind}-${newIdentifier()}`
      return { AlarmName, AlarmARN: formatArn('cloudwatch', owner, `alarm:${AlarmName}`) }
    }),
  }
}

function checkTargetTracking(
  { name }: ScalableTarget,
  tracking: TargetTracking | undefined,
  stepScaling: StepScaling | undefined,
): void {
  if (tracking === undefined || stepScaling !== undefined)
    throw invalid(
      'A policy of type TargetTrackingScaling needs TargetTrackingScalingPolicyConfiguration and no other.',
    )
  const { PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: own } = tracking
  if (!(tracking.TargetValue > 0))
    throw invalid(`TargetValue must be greater than 0, and is ${tracking.TargetValue}.`)
  if ((predefined === undefined) === (own === undefined))
    throw invalid('Give either PredefinedMetricSpecification or CustomizedMetricSpecification.')
  const metric = predefined?.PredefinedMetricType
  if (metric !== undefined && metric !== 'SageMakerVariantInvocationsPerInstance')
    throw invalid(
      `The metric ${metric} is not available for ${name} in this local emulator: use SageMakerVariantInvocationsPerInstance.`,
    )
  if (own === undefined) return
  if (own.Namespace !== 'AWS/SageMaker' || !customizedMetrics.includes(own.MetricName ?? ''))
    throw invalid(
      `The metric ${own.MetricName} of ${own.Namespace} is not available in this local emulator. In AWS/SageMaker there are ${customizedMetrics.join(', ')}.`,
    )
  const endpoint = own.Dimensions?.find(({ Name }) => Name === 'EndpointName')?.Value
  if (endpoint !== name.split('/')[1])
    throw invalid(
      `The metric ${own.MetricName} needs the dimension EndpointName of ${name}, and has ${endpoint}.`,
    )
}

function checkStepScaling(
  steps: StepScaling | undefined,
  tracking: TargetTracking | undefined,
): void {
  if (steps === undefined || tracking !== undefined)
    throw invalid('A policy of type StepScaling needs StepScalingPolicyConfiguration and no other.')
  if (steps.AdjustmentType === undefined) throw invalid('AdjustmentType is required.')
  if (!steps.StepAdjustments?.length) throw invalid('At least one StepAdjustment is required.')
  const { AdjustmentType: type, MinAdjustmentMagnitude: least } = steps
  if (least !== undefined && type !== 'PercentChangeInCapacity')
    throw invalid(`MinAdjustmentMagnitude goes with PercentChangeInCapacity, and not with ${type}.`)
}
