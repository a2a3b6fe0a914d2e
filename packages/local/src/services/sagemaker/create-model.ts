import type { ContainerDefinition } from '../../jobs/hosting/model.ts'
import type { Platform } from '../../jobs/platform.ts'
import { mergeTags, type Tag } from '../../jobs/resource.ts'
import { sageMakerArn } from '../../state/arn.ts'
import type { RequestContext } from '../operation.ts'
import { checkModelImage } from './check-image.ts'
import { checkModelData } from './check-s3.ts'
import { notHere, refusal } from './refusals.ts'

/** A CreateModel request as it comes. */
export interface CreateModelInput {
  readonly ModelName: string
  readonly PrimaryContainer?: ContainerInput
  readonly Containers?: readonly ContainerInput[]
  readonly EnableNetworkIsolation?: boolean
  readonly Tags?: readonly Tag[]
}

/** A container as it comes: it need not name an image. */
interface ContainerInput extends Omit<Partial<ContainerDefinition>, 'Mode'> {
  readonly Mode?: 'SingleModel' | 'MultiModel'
}

/** Creates a model of an image that can be served and artifacts that are there. */
export function createModel(
  platform: Platform,
  input: CreateModelInput,
  context: RequestContext,
): unknown {
  const arn = sageMakerArn(context, 'model', input.ModelName)
  if (platform.models.get(context.region, input.ModelName) !== undefined) {
    throw refusal(`Cannot create already existing model "${arn}".`)
  }
  const container = resolveContainer(input)
  checkModelImage(platform, container.Image)
  checkModelData(platform, container)
  platform.models.add({
    name: input.ModelName,
    arn,
    accountId: context.accountId,
    region: context.region,
    creationTime: platform.clock.now().getTime(),
    tags: mergeTags([], input.Tags),
    request: { EnableNetworkIsolation: false, ...input, PrimaryContainer: container },
  })
  return { ModelArn: arn }
}

/** The one container of a model, whichever way it was given. */
function resolveContainer({ PrimaryContainer, Containers }: CreateModelInput): ContainerDefinition {
  if (Containers !== undefined && Containers.length > 1)
    throw notHere('A model of several containers')
  const container = PrimaryContainer ?? Containers?.[0]
  if (container === undefined) throw refusal('Request must contain at least one container.')
  if (container.Image === undefined) throw notHere('A container without an Image')
  if (container.Mode === 'MultiModel') throw notHere('A container of Mode MultiModel')
  return { ...container, Mode: 'SingleModel', Image: container.Image }
}
