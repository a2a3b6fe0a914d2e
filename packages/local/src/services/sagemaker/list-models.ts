import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import { epochSeconds } from './answers.ts'
import { type ListInput, listResources } from './list-resources.ts'

/** A page of the models of a region, newest first unless asked otherwise. */
export function listModels(
  platform: Platform,
  input: ListInput,
  { region }: RequestContext,
): unknown {
  const { items, ...more } = listResources(platform.models.list(region), input, 'Descending')
  return {
    Models: items.map((model) => ({
      ModelName: model.name,
      ModelArn: model.arn,
      CreationTime: epochSeconds(model.creationTime),
    })),
    ...more,
  }
}
