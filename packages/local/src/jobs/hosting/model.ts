import type { Resource, Tag } from '../resource.ts'

/** A model: its containers and where their artifacts lie. */
export interface Model extends Resource {
  readonly request: ModelRequest
}

/** A CreateModel request: the members that serving it needs. One of the first two is there. */
export interface ModelRequest {
  readonly ModelName: string
  readonly PrimaryContainer?: ContainerDefinition
  readonly Containers?: readonly ContainerDefinition[]
  readonly ExecutionRoleArn?: string
  readonly InferenceExecutionConfig?: { readonly Mode: 'Serial' | 'Direct' }
  readonly EnableNetworkIsolation: boolean
  readonly Tags?: readonly Tag[]
}

/** One container of a model. */
export interface ContainerDefinition {
  readonly Mode: 'SingleModel' | 'MultiModel'
  readonly Image: string
  readonly ContainerHostname?: string
  readonly Environment?: Readonly<Record<string, string>>
  /** The S3 URI of a `tar.gz`; of a multi-model container, the prefix below which there are many. */
  readonly ModelDataUrl?: string
  readonly ModelDataSource?: { readonly S3DataSource: S3ModelDataSource }
  readonly MultiModelConfig?: { readonly ModelCacheSetting?: 'Enabled' | 'Disabled' }
}

/** Model artifacts that need not be an archive. */
export interface S3ModelDataSource {
  readonly S3Uri: string
  readonly S3DataType: 'S3Prefix' | 'S3Object'
  readonly CompressionType: 'None' | 'Gzip'
}

/** The containers of a model in their order, whichever way they were given. */
export function containersOf({ request }: Model): readonly ContainerDefinition[] {
  const { PrimaryContainer, Containers = [] } = request
  return PrimaryContainer === undefined ? Containers : [PrimaryContainer]
}

/** What a container is called in errors and logs: `primary` where it is alone. */
export function containerNames(containers: readonly ContainerDefinition[]): readonly string[] {
  if (containers.length === 1) return ['primary']
  return containers.map(({ ContainerHostname }, i) => ContainerHostname ?? `container-${i + 1}`)
}

/** Where a container's model lies, whichever way it was given; undefined for a container that starts without one. */
export function modelDataOf(container: ContainerDefinition): S3ModelDataSource | undefined {
  if (container.ModelDataSource !== undefined) return container.ModelDataSource.S3DataSource
  if (container.ModelDataUrl === undefined || container.Mode === 'MultiModel') return undefined
  return { S3Uri: container.ModelDataUrl, S3DataType: 'S3Object', CompressionType: 'Gzip' }
}
