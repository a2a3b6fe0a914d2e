import { AwsError } from '../../errors.ts'
import { blobsOf, parseManifest } from '../../state/image-manifest.ts'
import { type ImageRepository, type StoredManifest, tagsOf } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import {
  type EcrState,
  epochSeconds,
  type ImageId,
  type RepositoryInput,
  requireRepository,
} from './ecr-context.ts'
import { findImage, formatImage, listImageIds, notFoundFailure } from './image-ids.ts'
import { type PageInput, paginate } from './paginate.ts'

interface BatchInput extends RepositoryInput {
  readonly imageIds: readonly ImageId[]
}

interface ImagesInput extends RepositoryInput, PageInput {
  readonly imageIds?: readonly ImageId[]
  readonly filter?: { readonly tagStatus?: 'TAGGED' | 'UNTAGGED' | 'ANY' }
}

/** Gives the manifests of images. */
export function batchGetImage(
  state: EcrState,
  input: BatchInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const ids = input.imageIds
  const found = ids.map((id) => ({ id, manifest: findImage(repository, id) }))
  return {
    images: found.flatMap(({ id, manifest }) =>
      manifest === undefined ? [] : formatImage(repository, manifest, id.imageTag),
    ),
    failures: found
      .filter(({ manifest }) => manifest === undefined)
      .map(({ id }) => notFoundFailure(id)),
  }
}

/** Describes images: those that are named, or all. */
export function describeImages(
  state: EcrState,
  input: ImagesInput,
  context: RequestContext,
): unknown {
  const repository = requireRepository(state, input, context)
  const chosen =
    input.imageIds === undefined
      ? [...repository.manifests.values()].filter(({ digest }) =>
          hasStatus(input, tagsOf(repository, digest).length > 0),
        )
      : input.imageIds.map((id) => requireImage(repository, id))
  const { page, nextToken } = paginate(chosen, input)
  return { imageDetails: page.map((manifest) => describe(repository, manifest)), nextToken }
}

/** Lists the ids of images. */
export function listImages(state: EcrState, input: ImagesInput, context: RequestContext): unknown {
  const repository = requireRepository(state, input, context)
  const ids = listImageIds(repository).filter((id) => hasStatus(input, id.imageTag !== undefined))
  const { page, nextToken } = paginate(ids, input)
  return { imageIds: page, nextToken }
}

/** Deletes images by digest, and tags by name. */
export function batchDeleteImage(
  state: EcrState,
  input: BatchInput,
  context: RequestContext,
): unknown {
  const { images } = state
  const repository = requireRepository(state, input, context)
  const deleted: ImageId[] = []
  const failures: unknown[] = []
  for (const id of input.imageIds) {
    const manifest = findImage(repository, id)
    if (manifest === undefined) {
      failures.push(notFoundFailure(id))
    } else if (id.imageTag === undefined) {
      const ids = listImageIds(repository).filter((one) => one.imageDigest === manifest.digest)
      images.deleteManifest(repository, manifest.digest)
      deleted.push(...ids)
    } else {
      images.deleteTag(repository, id.imageTag)
      deleted.push({ imageDigest: manifest.digest, imageTag: id.imageTag })
    }
  }
  return { imageIds: deleted, failures }
}

function hasStatus({ filter }: ImagesInput, isTagged: boolean): boolean {
  const status = filter?.tagStatus ?? 'ANY'
  return status === 'ANY' || (status === 'TAGGED') === isTagged
}

function requireImage(repository: ImageRepository, id: ImageId): StoredManifest {
  const manifest = findImage(repository, id)
  if (manifest !== undefined) return manifest
  const { imageDigest = 'null', imageTag = 'null' } = id
  throw new AwsError(
    'ImageNotFoundException',
    `The image with imageId {imageDigest:'${imageDigest}', imageTag:'${imageTag}'} does not exist within the repository with name '${repository.name}' in the registry with id '${repository.owner.accountId}'`,
  )
}

function describe(repository: ImageRepository, stored: StoredManifest): unknown {
  const manifest = parseManifest(stored.text)
  const layers = manifest === undefined ? [] : blobsOf(manifest)
  const tags = tagsOf(repository, stored.digest)
  return {
    registryId: repository.owner.accountId,
    repositoryName: repository.name,
    imageDigest: stored.digest,
    imageTags: tags.length > 0 ? tags : undefined,
    imageSizeInBytes: layers.reduce((sum, { size }) => sum + size, 0),
    imagePushedAt: epochSeconds(stored.pushedAt),
    imageManifestMediaType: stored.mediaType,
    artifactMediaType: manifest?.config?.mediaType,
  }
}
