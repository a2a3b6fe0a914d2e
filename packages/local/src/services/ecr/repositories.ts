import { AwsError } from '../../errors.ts'
import { formatArn } from '../../state/arn.ts'
import { repositoryUri } from '../../state/image-reference.ts'
import type { ImageRepository, RepositorySettings } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import {
  type EcrState,
  epochSeconds,
  ownerOf,
  type RepositoryInput,
  requireRepository,
} from './ecr-context.ts'
import { type PageInput, paginate } from './paginate.ts'
import { formatMutability, type MutabilityInput, readMutability } from './repository-settings.ts'
import { type ResourceTag, readResourceTags } from './resource-tags.ts'

interface CreateRepositoryInput extends RepositoryInput, MutabilityInput {
  readonly tags?: readonly ResourceTag[]
  readonly imageScanningConfiguration?: { readonly scanOnPush?: boolean }
  readonly encryptionConfiguration?: RepositorySettings['encryption']
}

/** Makes an empty repository. */
export function createRepository(
  { images }: EcrState,
  input: CreateRepositoryInput,
  context: RequestContext,
): unknown {
  const owner = ownerOf(input, context)
  const name = input.repositoryName
  const settings = {
    ...readMutability(input),
    resourceTags: readResourceTags(input.tags ?? []),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    ...(input.encryptionConfiguration && { encryption: input.encryptionConfiguration }),
  }
  if (images.repository(name, owner) !== undefined) {
    throw new AwsError(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${owner.accountId}'`,
    )
  }
  return {
    repository: describe(images.createRepository(owner, name, settings)),
  }
}

interface DescribeRepositoriesInput extends PageInput {
  readonly registryId?: string
  readonly repositoryNames?: readonly string[]
}

/** Describes the repositories that are named, or all. */
export function describeRepositories(
  state: EcrState,
  input: DescribeRepositoriesInput,
  context: RequestContext,
): unknown {
  const { repositoryNames } = input
  const owner = ownerOf(input, context)
  const found =
    repositoryNames?.map((repositoryName) =>
      requireRepository(state, { repositoryName, registryId: owner.accountId }, context),
    ) ?? state.images.repositories(owner)
  const { page, nextToken } = paginate(found, input)
  return { repositories: page.map(describe), nextToken }
}

interface DeleteRepositoryInput extends RepositoryInput {
  readonly force?: boolean
}

/** Deletes a repository, one with images only by force. */
export function deleteRepository(
  state: EcrState,
  input: DeleteRepositoryInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  if (repository.manifests.size > 0 && input.force !== true) {
    throw new AwsError(
      'RepositoryNotEmptyException',
      `The repository with name '${repository.name}' in registry with id '${repository.owner.accountId}' cannot be deleted because it still contains images`,
    )
  }
  state.images.deleteRepository(repository)
  return { repository: describe(repository) }
}

function describe(repository: ImageRepository): unknown {
  const { name, owner, createdAt, scanOnPush, encryption } = repository
  return {
    repositoryArn: formatArn('ecr', owner, `repository/${name}`),
    registryId: owner.accountId,
    repositoryName: name,
    repositoryUri: repositoryUri(owner, name),
    createdAt: epochSeconds(createdAt),
    ...formatMutability(repository),
    imageScanningConfiguration: { scanOnPush },
    encryptionConfiguration: encryption,
  }
}
