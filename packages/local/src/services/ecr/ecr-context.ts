import { AwsError } from '../../errors.ts'
import type { Owner } from '../../state/arn.ts'
import type { Clock } from '../../state/clock.ts'
import type { DiskImageStore } from '../../state/disk-image-store.ts'
import { type ImageRepository, repositoryKey } from '../../state/image-repository.ts'
import type { LayerUpload } from '../../state/layer-uploads.ts'
import type { RequestContext } from '../operation.ts'

/** What the operations of ECR work on. */
export interface EcrState {
  readonly images: DiskImageStore
  readonly clock: Clock
}

/** How an operation names a repository. */
export interface RepositoryInput {
  readonly repositoryName: string
  readonly registryId?: string
}

/** How an operation names an image. */
export interface ImageId {
  readonly imageDigest?: string
  readonly imageTag?: string
}

/** Whose registry an input is about. */
export function ownerOf(
  { registryId }: Pick<RepositoryInput, 'registryId'>,
  context: RequestContext,
): Owner {
  return { accountId: registryId ?? context.accountId, region: context.region }
}

/** The repository that an input names, or ECR's error when there is none. */
export function requireRepository(
  { images }: EcrState,
  input: RepositoryInput,
  context: RequestContext,
): ImageRepository {
  const owner = ownerOf(input, context)
  const name = input.repositoryName
  const repository = images.repository(name, owner)
  if (repository === undefined) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${owner.accountId}'`,
    )
  }
  return repository
}

/** The upload that an operation names, or ECR's error when there is none. */
export function requireUpload(
  { images }: EcrState,
  repository: ImageRepository,
  uploadId: string,
): LayerUpload {
  const key = repositoryKey(repository)
  const upload = images.uploads.get(uploadId, key)
  if (upload !== undefined) return upload
  throw unknownUpload(uploadId)
}

/** ECR's answer to the id of an upload that is not there. */
export function unknownUpload(uploadId: string): AwsError {
  return new AwsError(
    'UploadNotFoundException',
    `The upload with id '${uploadId}' could not be found, or it is not valid for this repository`,
  )
}

/** Times travel as seconds since 1970. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1000
}
