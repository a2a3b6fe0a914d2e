import type { EndpointStatus } from './hosting/endpoint.ts'
import { enterStatus } from './hosting/endpoint-status.ts'
import { deleteEndpoint, startEndpoint } from './hosting/run-endpoint.ts'
import type { Platform } from './platform.ts'
import { interrupted } from './training/run-training-job.ts'
import { fail, isTerminal } from './training/training-states.ts'
import { loseWarmPool } from './training/warm-pools.ts'
import { transformInterrupted } from './transform/run-transform-job.ts'
import { endTransform, isTransformTerminal } from './transform/transform-states.ts'

/**
 * Goes on where an emulator ended that had the same data folder: jobs that ran have failed, endpoints are started again,
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
  for (const endpoint of platform.endpoints.all()) {
    if (endpoint.status === 'Deleting') deleteEndpoint(platform, endpoint)
    if (endpoint.status === 'InService') enterStatus(platform, endpoint, 'SystemUpdating')
    if (endpoint.status === 'RollingBack') enterStatus(platform, endpoint, 'Updating')
    if (unfinished.has(endpoint.status)) startEndpoint(platform, endpoint)
  }
}

/** What an endpoint comes into service from by itself. */
const unfinished: ReadonlySet<EndpointStatus> = new Set(['Creating', 'SystemUpdating', 'Updating'])
