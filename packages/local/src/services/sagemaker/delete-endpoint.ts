import { deleteEndpoint as endEndpoint } from '../../jobs/hosting/run-endpoint.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { findEndpoint } from './find-resource.ts'
import { refusal } from './refusals.ts'

/** Takes an endpoint out of service; answers without waiting for its servers to end. */
export function deleteEndpoint(
  platform: Platform,
  { EndpointName }: { EndpointName: string },
  context: RequestContext,
): void {
  const endpoint = findEndpoint(platform, EndpointName, context)
  if (endpoint.status === 'Creating' || endpoint.status === 'Deleting') {
    throw refusal(`Cannot update in-progress endpoint "${endpoint.arn}".`)
  }
  endEndpoint(platform, endpoint)
}
