import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the endpoints of a region, newest first unless asked otherwise. */
export function listEndpoints(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const { items, ...more } = listResources(platform.endpoints.list(region), input, 'Descending')
  return {
    Endpoints: items.map((endpoint) => ({
      EndpointName: endpoint.name,
      EndpointArn: endpoint.arn,
      CreationTime: epochSeconds(endpoint.creationTime),
      LastModifiedTime: epochSeconds(endpoint.lastModifiedTime),
      EndpointStatus: endpoint.status,
    })),
    ...more,
  }
}
