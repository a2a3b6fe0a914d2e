import type { EndpointStatus } from './hosting/endpoint.ts'
import { enterStatus } from './hosting/endpoint-status.ts'
import { deleteEndpoint, startEndpoint } from './hosting/run-endpoint.ts'
import type { Platform } from './platform.ts'
import { interrupted } from './training/run-training-job.ts'
import { fail, isTerminal } from './training/training-states.ts'
import { loseWarmPool } from './training/warm-pools.ts'
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
}

/** What an endpoint comes into service from by itself. */
const unfinished: ReadonlySet<EndpointStatus> = new Set(['Creating', 'SystemUpdating', 'Updating'])
