import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import type { Endpoint, EndpointStatus, ServedVariant } from './endpoint.ts'
import { meetFault } from './meet-fault.ts'
import { startVariantServer } from './variant-server.ts'

/** Starts the servers of an endpoint, while the caller goes on; it is in service once all are healthy. */
export function startEndpoint(platform: Platform, endpoint: Endpoint): void {
  const fault = platform.faults.takeForJob('endpoint', endpoint.name)
  platform.run(async (closing) => {
    const failed = new AbortController()
    const signal = AbortSignal.any([closing, failed.signal])
    const served: ServedVariant[] = []
    const starts = await Promise.allSettled(
      endpoint.variants.map(async (variant) => {
        try {
          if (fault !== undefined) await meetFault(platform, fault, signal)
          const server = await startVariantServer(platform, endpoint, variant, signal)
          served.push({ variant, server, credit: 0 })
        } catch (cause) {
          endpoint.failureReason ??= failureReasonOf(cause)
          failed.abort()
          throw cause
        }
      }),
    )
    platform.served.set(endpoint.arn, served)
    if (starts.every(({ status }) => status === 'fulfilled'))
      return enterStatus(platform, endpoint, 'InService')
    await stopServers(platform, endpoint)
    // What the end of the emulator has cut short, the next one does again.
    if (closing.aborted) delete endpoint.failureReason
    else enterStatus(platform, endpoint, 'Failed')
  })
}

/** Takes an endpoint out of service; its name is free again once its servers have ended. */
export function deleteEndpoint(platform: Platform, endpoint: Endpoint): void {
  enterStatus(platform, endpoint, 'Deleting')
  platform.run(async () => {
    await stopServers(platform, endpoint)
    platform.endpoints.delete(endpoint)
  })
}

/** Writes down where an endpoint stands now. */
export function enterStatus(
  { clock, endpoints }: Platform,
  endpoint: Endpoint,
  status: EndpointStatus,
): void {
  endpoint.status = status
  endpoint.lastModifiedTime = clock.now().getTime()
  endpoints.save(endpoint)
}

async function stopServers(platform: Platform, { arn }: Endpoint): Promise<void> {
  const served = platform.served.get(arn) ?? []
  platform.served.delete(arn)
  await Promise.all(served.map(({ server }) => server.stop()))
}
