import type { Resource, Time } from '../resource.ts'

/** A change of a target's capacity, done or under way; its name is its id. */
export interface ScalingActivity extends Resource {
  readonly resourceId: string
  readonly description: string
  readonly cause: string
  status: 'InProgress' | 'Successful' | 'Failed'
  message: string
  endTime?: Time
}
