import { capabilityLabels } from '@byo/container-kit/contract'
import type { ContainerDefinition } from '../../jobs/hosting/model.ts'
import { notHere, refusal } from './refusals.ts'

/** A container as it comes: it need not name an image. */
interface ContainerInput extends Partial<ContainerDefinition> {
  readonly AdditionalModelDataSources?: readonly unknown[]
}

/** How a model's containers come. */
export interface ContainersInput {
  readonly PrimaryContainer?: ContainerInput
  readonly Containers?: readonly ContainerInput[]
}

/** The containers of a model, in the way they were given, with defaults filled in. */
export type ResolvedContainers =
  | { readonly PrimaryContainer: ContainerDefinition }
  | { readonly Containers: readonly ContainerDefinition[] }

/** Requires that containers can be run as they are asked for, and fills in the defaults. */
export function resolveContainers({
  PrimaryContainer,
  Containers,
}: ContainersInput): ResolvedContainers {
  if (PrimaryContainer !== undefined && Containers !== undefined)
    throw refusal('Give either PrimaryContainer or Containers, and not both.')
  if (PrimaryContainer !== undefined)
    return { PrimaryContainer: resolveContainer(PrimaryContainer) }
  if (!Containers?.length) throw refusal('Request must contain at least one container.')
  const resolved = Containers.map(resolveContainer)
  if (resolved.length > 1) checkPipeline(resolved)
  return { Containers: resolved }
}

/** The label that an image must bear for what its container is to do, if there is one. */
export function requiredLabels({ Mode }: ContainerDefinition, isAlone: boolean): readonly string[] {
  return [
    ...(Mode === 'MultiModel' ? [capabilityLabels.multiModels] : []),
    ...(isAlone ? [] : [capabilityLabels.acceptBindToPort]),
  ]
}

function resolveContainer(input: ContainerInput): ContainerDefinition {
  if (input.Image === undefined) throw notHere('A container without an Image')
  if (input.AdditionalModelDataSources?.length) throw notHere('AdditionalModelDataSources')
  const container = { ...input, Mode: input.Mode ?? 'SingleModel', Image: input.Image } as const
  if (container.Mode === 'MultiModel') checkMultiModel(container)
  else checkDataSource(container)
  checkEnvironment(container)
  return container
}

function checkMultiModel({ ModelDataUrl, ModelDataSource }: ContainerDefinition): void {
  if (ModelDataSource !== undefined)
    throw refusal('ModelDataSource is not supported for a container of Mode MultiModel.')
  if (ModelDataUrl === undefined)
    throw refusal('ModelDataUrl is required for a container of Mode MultiModel.')
}

function checkDataSource({ ModelDataUrl, ModelDataSource }: ContainerDefinition): void {
  if (ModelDataSource === undefined) return
  if (ModelDataUrl !== undefined)
    throw refusal('Give either ModelDataUrl or ModelDataSource, and not both.')
  const { S3Uri, S3DataType, CompressionType } = ModelDataSource.S3DataSource
  if (S3DataType !== 'S3Prefix') return
  if (CompressionType === 'Gzip')
    throw refusal('CompressionType Gzip needs S3DataType S3Object: an archive is one object.')
  if (!S3Uri.endsWith('/'))
    throw refusal(`The S3Uri "${S3Uri}" of S3DataType S3Prefix must end with a forward slash (/).`)
}

/** What all variables of a container may have together, names included. */
const environmentBytes = 32 * 1024

function checkEnvironment({ Environment = {} }: ContainerDefinition): void {
  const bytes = Buffer.byteLength(Object.entries(Environment).flat().join(''))
  if (bytes > environmentBytes)
    throw refusal(
      `The keys and values of a container's Environment have ${bytes} bytes together, and may have ${environmentBytes}.`,
    )
}

function checkPipeline(containers: readonly ContainerDefinition[]): void {
  const names = containers.flatMap(({ ContainerHostname: name }) => (name ? [name] : []))
  if (names.length > 0 && names.length < containers.length)
    throw refusal('ContainerHostname must be specified for all containers or for none.')
  if (new Set(names).size < names.length)
    throw refusal('ContainerHostname must be unique among the containers of a model.')
  if (containers.filter(({ Mode }) => Mode === 'MultiModel').length > 1)
    throw refusal('Only one container of a model can have Mode MultiModel.')
}
