import { failureReasonOf } from '../failure-text.ts'
import type { Platform } from '../platform.ts'
import type { Endpoint, EndpointStatus } from './endpoint.ts'
import { startVariantServer } from './variant-server.ts'

/** Starts the servers of a new endpoint, while the caller goes on; it is in service once all are healthy. */
export function startEndpoint(platform: Platform, endpoint: Endpoint): void {
  platform.run(async (closing) => {
    const failed = new AbortController()
    const signal = AbortSignal.any([closing, failed.signal])
    const starts = await Promise.allSettled(
      endpoint.variants.map(async (variant) => {
        try {
          variant.server = await startVariantServer(platform, endpoint, variant, signal)
        } catch (cause) {
          endpoint.failureReason ??= failureReasonOf(cause)
          failed.abort()
          throw cause
        }
      }),
    )
    if (starts.every(({ status }) => status === 'fulfilled'))
      return enter(platform, endpoint, 'InService')
    await stopServers(endpoint)
    enter(platform, endpoint, 'Failed')
  })
}

/** Takes an endpoint out of service; its name is free again once its servers have ended. */
export function deleteEndpoint(platform: Platform, endpoint: Endpoint): void {
  if (endpoint.status === 'Deleting') return
  enter(platform, endpoint, 'Deleting')
  platform.run(async () => {
    await stopServers(endpoint)
    platform.endpoints.delete(endpoint)
  })
}

async function stopServers({ variants }: Endpoint): Promise<void> {
  await Promise.all(variants.map(({ server }) => server?.stop()))
}

function enter({ clock }: Platform, endpoint: Endpoint, status: EndpointStatus): void {
  endpoint.status = status
  endpoint.lastModifiedTime = clock.now()
}
