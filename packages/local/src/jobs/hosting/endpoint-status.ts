import type { Platform } from '../platform.ts'
import type { Endpoint, EndpointStatus } from './endpoint.ts'

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
