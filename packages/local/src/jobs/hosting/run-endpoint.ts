import { serveQueue } from '../async-inference/serve-queue.ts'
import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import { deploy } from './deploy.ts'
import type { Deployment, Endpoint } from './endpoint.ts'
import { enterStatus } from './endpoint-status.ts'
import { startFleets } from './fleet.ts'
import { meetFault } from './meet-fault.ts'
import { ServedEndpoint } from './served-endpoint.ts'

/** Starts the servers of an endpoint, while the caller goes on; it is in service once all are healthy. */
export function startEndpoint(platform: Platform, endpoint: Endpoint): void {
  const served = new ServedEndpoint(platform.clock)
  platform.served.set(endpoint.arn, served)
  const fault = platform.faults.takeForJob('endpoint', endpoint.name)
  platform.run(async (signal) => {
    try {
      if (fault !== undefined) await meetFault(platform, fault, signal)
      served.fleets = await startFleets(platform, endpoint, endpoint.variants, { signal })
    } catch (cause) {
      // What the end of the emulator has cut short, the next one does again.
      if (signal.aborted) return
      platform.served.delete(endpoint.arn)
      // Whoever waits for it is told.
      served.fleets = []
      delete endpoint.deployment
      endpoint.failureReason = failureReasonOf(cause)
      return enterStatus(platform, endpoint, 'Failed')
    }
    if (endpoint.asyncInference !== undefined)
      platform.run((closing) => serveQueue(platform, { endpoint, served }, closing))
    if (endpoint.deployment === undefined) enterStatus(platform, endpoint, 'InService')
    else await deploy(platform, endpoint, endpoint.deployment, signal)
  })
}

/** Changes what an endpoint serves, while the caller goes on; it serves throughout. Resolves when that is done, or has failed. */
export function updateEndpoint(
  platform: Platform,
  endpoint: Endpoint,
  deployment: Deployment,
): Promise<void> {
  endpoint.deployment = deployment
  enterStatus(platform, endpoint, 'Updating')
  return new Promise((resolve) => {
    platform.run((signal) => deploy(platform, endpoint, deployment, signal).finally(resolve))
  })
}

/** Takes an endpoint out of service; its name is free again once its servers have ended. */
export function deleteEndpoint(platform: Platform, endpoint: Endpoint): void {
  enterStatus(platform, endpoint, 'Deleting')
  platform.asyncQueues.drop(endpoint.arn)
  platform.run(async () => {
    await platform.served.get(endpoint.arn)?.stop()
    platform.served.delete(endpoint.arn)
    platform.endpoints.delete(endpoint)
  })
}
