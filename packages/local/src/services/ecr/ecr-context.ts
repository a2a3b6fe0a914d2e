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
  readonly repositoryName?: string
  readonly registryId?: string
}

/** How an operation names an image. */
export interface ImageId {
  readonly imageDigest?: string
  readonly imageTag?: string
}

const namePattern =
  /^(?:[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\/)*[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/

/** Whose registry an input is about. */
export function ownerOf({ registryId }: RepositoryInput, context: RequestContext): Owner {
  return { accountId: registryId ?? context.accountId, region: context.region }
}

/** The repository that an input names, or ECR's error when there is none. */
export function requireRepository(
  { images }: EcrState,
  input: RepositoryInput,
  context: RequestContext,
): ImageRepository {
  const owner = ownerOf(input, context)
  const name = requireRepositoryName(input)
  const repository = images.repository(name, owner)
  if (repository === undefined) {
    throw new AwsError(
      'RepositoryNotFoundException',
      `The repository with name '${name}' does not exist in the registry with id '${owner.accountId}'`,
    )
  }
  return repository
}

/** The name of a repository, which has a form. */
export function requireRepositoryName({ repositoryName: name }: RepositoryInput): string {
  if (
    typeof name === 'string' &&
    name.length >= 2 &&
    name.length <= 256 &&
    namePattern.test(name)
  ) {
    return name
  }
  throw invalidParameter(
    'repositoryName',
    "must be 2 to 256 characters of '[a-z0-9]', with single '.', '_', '/', or '-' between them",
  )
}

/** The upload that an operation names, or ECR's error when there is none. */
export function requireUpload(
  { images }: EcrState,
  repository: ImageRepository,
  uploadId: unknown,
): LayerUpload {
  const key = repositoryKey(repository)
  const upload = typeof uploadId === 'string' ? images.uploads.get(uploadId, key) : undefined
  if (upload !== undefined) return upload
  throw unknownUpload(String(uploadId))
}

/** ECR's answer to the id of an upload that is not there. */
export function unknownUpload(uploadId: string): AwsError {
  return new AwsError(
    'UploadNotFoundException',
    `The upload with id '${uploadId}' could not be found, or it is not valid for this repository`,
  )
}

/** ECR's answer to a parameter that it does not take. */
export function invalidParameter(name: string, constraint: string): AwsError {
  return new AwsError(
    'InvalidParameterException',
    `Invalid parameter at '${name}' failed to satisfy constraint: '${constraint}'`,
  )
}

/** A list that an operation must be given. */
export function requireList<Item>(
  value: readonly Item[] | undefined,
  name: string,
): readonly Item[] {
  if (Array.isArray(value) && value.length > 0) return value
  throw invalidParameter(name, 'must have at least one member')
}

/** Times travel as seconds since 1970. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1000
}
