import { deleteEndpoint as endEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { requireSettled } from './endpoint-changes.ts'
import { findEndpoint } from './find-resource.ts'

/** Takes an endpoint out of service; answers without waiting for its servers to end. */
export function deleteEndpoint(
  platform: Platform,
  { EndpointName }: { EndpointName: string },
  context: RequestContext,
): void {
  const endpoint = findEndpoint(platform, EndpointName, context)
  requireSettled(endpoint)
  endEndpoint(platform, endpoint)
}
