import type { Resource } from '../resource.ts'

/** How a target is scaled; its name is {@link policyKey}. */
export interface ScalingPolicy extends Resource {
  readonly policyName: string
  readonly resourceId: string
  type: 'TargetTrackingScaling' | 'StepScaling'
  targetTracking?: TargetTracking
  stepScaling?: StepScaling
  readonly alarms: readonly Alarm[]
}

/** The alarm that AWS would have made for a policy; here it has a name only. */
export interface Alarm {
  readonly AlarmName: string
  readonly AlarmARN: string
}

/** Keeps a metric near a value. */
export interface TargetTracking {
  readonly TargetValue: number
  readonly PredefinedMetricSpecification?: { readonly PredefinedMetricType: string }
  readonly CustomizedMetricSpecification?: CustomizedMetric
  readonly ScaleOutCooldown?: number
  readonly ScaleInCooldown?: number
  readonly DisableScaleIn?: boolean
}

/** A metric of CloudWatch. */
interface CustomizedMetric {
  readonly MetricName?: string
  readonly Namespace?: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[]
  readonly Statistic?: string
  readonly Metrics?: readonly unknown[]
}

/** Changes the capacity by as much as an alarm is exceeded. */
export interface StepScaling {
  readonly AdjustmentType: 'ChangeInCapacity' | 'PercentChangeInCapacity' | 'ExactCapacity'
  readonly StepAdjustments: readonly StepAdjustment[]
  readonly MinAdjustmentMagnitude?: number
  readonly Cooldown?: number
  readonly MetricAggregationType?: string
}

/** What is done when the alarm is exceeded by something between the bounds. */
interface StepAdjustment {
  readonly MetricIntervalLowerBound?: number
  readonly MetricIntervalUpperBound?: number
  readonly ScalingAdjustment: number
}

/** The name of a policy among those of all targets. */
export function policyKey(resourceId: string, policyName: string): string {
  return `${resourceId}|${policyName}`
}
