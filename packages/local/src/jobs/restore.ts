import { scaleTargets } from './auto-scaling/scale-targets.ts'
import type { ScalingActivity } from './auto-scaling/scaling-activity.ts'
import type { EndpointStatus } from './hosting/endpoint.ts'
import { enterStatus } from './hosting/endpoint-status.ts'
import { deleteEndpoint, startEndpoint } from './hosting/run-endpoint.ts'
import type { Platform } from './platform.ts'
import { interrupted } from './training/run-training-job.ts'
import { fail, isTerminal } from './training/training-states.ts'
import { loseWarmPool } from './training/warm-pools.ts'
import { transformInterrupted } from './transform/run-transform-job.ts'
import { endTransform, isTransformTerminal } from './transform/transform-states.ts'
import { tuningInterrupted } from './tuning/run-tuning-job.ts'
import { failTuning, isOver } from './tuning/tuning-states.ts'
import { currentTrials } from './tuning/tuning-trials.ts'

/**
 * Goes on where an emulator ended that had the same data folder: training and tuning jobs that ran have failed, endpoints are started again,
 * or deleted as was asked.
 */
export function restore(platform: Platform): void {
  for (const job of platform.trainingJobs.all()) {
    if (!isTerminal(job)) fail(platform, job, interrupted)
    loseWarmPool(platform, job)
  }
  for (const job of platform.transformJobs.all()) {
    if (!isTransformTerminal(job)) endTransform(platform, job, 'Failed', transformInterrupted)
  }
  for (const job of platform.tuningJobs.all()) {
    if (isOver(job)) continue
    currentTrials(platform, job)
    failTuning(platform, job, tuningInterrupted)
  }
  for (const endpoint of platform.endpoints.all()) {
    if (endpoint.status === 'Deleting') deleteEndpoint(platform, endpoint)
    if (endpoint.status === 'InService') enterStatus(platform, endpoint, 'SystemUpdating')
    if (endpoint.status === 'RollingBack') enterStatus(platform, endpoint, 'Updating')
    if (unfinished.has(endpoint.status)) startEndpoint(platform, endpoint)
  }
  for (const activity of platform.scalingActivities.all()) failActivity(platform, activity)
  if (platform.scalableTargets.all().length > 0) scaleTargets(platform)
}

/** Nobody waits any more for what an emulator has begun that is gone. */
function failActivity({ scalingActivities, clock }: Platform, activity: ScalingActivity): void {
  if (activity.status !== 'InProgress') return
  activity.status = 'Failed'
  activity.message = 'The emulator has ended before the change was fulfilled by sagemaker.'
  activity.endTime = clock.now().getTime()
  scalingActivities.save(activity)
}

/** What an endpoint comes into service from by itself. */
const unfinished: ReadonlySet<EndpointStatus> = new Set(['Creating', 'SystemUpdating', 'Updating'])
