import type { Resource } from '../resource.ts'

/** What may be scaled here. */
export const instanceCountDimension = 'sagemaker:variant:DesiredInstanceCount'

/** A variant of an endpoint whose number of instances follows its policies; its name is its resource id. */
export interface ScalableTarget extends Resource {
  minCapacity: number
  maxCapacity: number
  suspended: SuspendedState
}

/** What is not done for now. */
export interface SuspendedState {
  readonly DynamicScalingInSuspended: boolean
  readonly DynamicScalingOutSuspended: boolean
  readonly ScheduledScalingSuspended: boolean
}
