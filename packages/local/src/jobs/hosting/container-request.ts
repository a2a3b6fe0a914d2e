import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { commands, containerPaths, environmentVariables } from '@byo/container-kit/contract'
import { JobError } from '../../errors.ts'
import type { ContainerRequest } from '../../runners/runner.ts'
import type { StoredImage } from '../../state/image-store.ts'
import type { Platform } from '../platform.ts'
import { awsEnvironment } from '../program-environment.ts'
import { type Endpoint, endpointLogGroup, type Variant } from './endpoint.ts'
import { type ContainerDefinition, containerNames, containersOf } from './model.ts'

/** One container of an instance, and where it has its place. */
export interface ContainerPlace {
  readonly endpoint: Endpoint
  readonly variant: Variant
  /** Which of the model's containers, from 0. */
  readonly at: number
  /** What the instance is called in the names of log streams. */
  readonly instanceId: string
  /** The container's own. */
  readonly folder: string
}

/** What is to run in a place, and what it is called. */
export interface PlacedContainer extends ContainerPlace {
  readonly name: string
  readonly definition: ContainerDefinition
  readonly request: ContainerRequest
}

/** What SageMaker gives one container of a variant. */
export async function placeContainer(
  platform: Platform,
  place: ContainerPlace,
): Promise<PlacedContainer> {
  const { endpoint, variant, at, folder } = place
  const containers = containersOf(variant.model)
  const definition = containers[at] as ContainerDefinition
  const name = containerNames(containers)[at] as string
  const optMl = join(folder, 'ml')
  // What is there when a container starts is what it sees: models that are loaded later go below it.
  const { modelDir, modelsDir } = containerPaths(optMl)
  await mkdir(definition.Mode === 'MultiModel' ? modelsDir : modelDir, { recursive: true })
  const stream = platform.logs.open(
    endpoint.region,
    endpointLogGroup(endpoint.name),
    streamOf(place, name),
  )
  const request: ContainerRequest = {
    image: requireImage(platform, variant.images[at] as string),
    arguments: [commands.serve],
    environment: {
      ...(variant.networkIsolation ? {} : awsEnvironment(platform, endpoint.region)),
      ...(definition.Mode === 'MultiModel' && { [environmentVariables.multiModel]: 'true' }),
      ...definition.Environment,
    },
    optMl,
    scratch: join(folder, 'scratch'),
    serves: true,
    networkIsolation: variant.networkIsolation,
    onLine: (line) => stream.append(line),
  }
  return { ...place, name, definition, request }
}

/** A container that is alone needs no name in its stream's. */
function streamOf({ variant, instanceId }: ContainerPlace, name: string): string {
  const stream = `${variant.request.VariantName}/${instanceId}`
  return containersOf(variant.model).length === 1 ? stream : `${stream}/${name}`
}

/** The image at an address. @throws JobError when it is gone. */
export function requireImage({ imageStore }: Platform, uri: string): StoredImage {
  const image = imageStore.find(uri)
  if (image !== undefined) return image
  throw new JobError('ClientError', `The image ${uri} is not in the registry any more.`)
}
