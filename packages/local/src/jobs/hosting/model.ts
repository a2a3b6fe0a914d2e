import type { Resource, Tag } from '../resource.ts'

/** A model: an image and where its artifacts lie. */
export interface Model extends Resource {
  readonly request: ModelRequest
}

/** A CreateModel request: the members that serving it needs. */
interface ModelRequest {
  readonly ModelName: string
  readonly PrimaryContainer: ContainerDefinition
  readonly EnableNetworkIsolation: boolean
  readonly Tags?: readonly Tag[]
}

/** One container of a model. */
export interface ContainerDefinition {
  readonly Mode: 'SingleModel'
  readonly Image: string
  readonly Environment?: Readonly<Record<string, string>>
  /** The S3 URI of a `tar.gz`. */
  readonly ModelDataUrl?: string
  readonly ModelDataSource?: { readonly S3DataSource: S3ModelDataSource }
}

/** Model artifacts that need not be an archive. */
export interface S3ModelDataSource {
  readonly S3Uri: string
  readonly S3DataType: 'S3Prefix' | 'S3Object'
  readonly CompressionType: 'None' | 'Gzip'
}

/** Where a container's model lies, whichever way it was given; undefined for a container without one. */
export function modelDataOf(container: ContainerDefinition): S3ModelDataSource | undefined {
  if (container.ModelDataSource !== undefined) return container.ModelDataSource.S3DataSource
  if (container.ModelDataUrl === undefined) return undefined
  return { S3Uri: container.ModelDataUrl, S3DataType: 'S3Object', CompressionType: 'Gzip' }
}
