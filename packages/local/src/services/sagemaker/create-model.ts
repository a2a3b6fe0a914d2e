import { containersOf, type ModelRequest } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags } from '../../jobs/resource.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkLabels, checkModelImage } from './check-image.ts'
import { checkModelData } from './check-s3.ts'
import { refusal } from './refusals.ts'
import { type ContainersInput, requiredLabels, resolveContainers } from './resolve-containers.ts'

/** A CreateModel request as it comes. */
export type CreateModelInput = ContainersInput &
  Omit<ModelRequest, 'PrimaryContainer' | 'Containers' | 'EnableNetworkIsolation'> & {
    readonly EnableNetworkIsolation?: boolean
  }

/** Creates a model of images that can be served and artifacts that are there. */
export function createModel(
  platform: Platform,
  input: CreateModelInput,
  context: RequestContext,
): unknown {
  const arn = sageMakerArn(context, 'model', input.ModelName)
  if (platform.models.get(context.region, input.ModelName) !== undefined) {
    throw refusal(`Cannot create already existing model "${arn}".`)
  }
  const { PrimaryContainer: _, Containers: __, ...others } = input
  const model = {
    name: input.ModelName,
    arn,
    accountId: context.accountId,
    region: context.region,
    creationTime: platform.clock.now().getTime(),
    tags: mergeTags([], input.Tags),
    request: { EnableNetworkIsolation: false, ...others, ...resolveContainers(input) },
  }
  const containers = containersOf(model)
  for (const container of containers) {
    const image = checkModelImage(platform, container.Image)
    checkLabels(image, container.Image, requiredLabels(container, containers.length === 1))
    checkModelData(platform, container)
  }
  platform.models.add(model)
  return { ModelArn: arn }
}
