import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the endpoint configurations of a region, newest first unless asked otherwise. */
export function listEndpointConfigs(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const { items, ...more } = listResources(
    platform.endpointConfigs.list(region),
    input,
    'Descending',
  )
  return {
    EndpointConfigs: items.map((config) => ({
      EndpointConfigName: config.name,
      EndpointConfigArn: config.arn,
      CreationTime: epochSeconds(config.creationTime),
    })),
    ...more,
  }
}
