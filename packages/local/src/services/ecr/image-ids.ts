import {
  findManifest,
  type ImageRepository,
  type StoredManifest,
  tagsOf,
} from '../../state/image-repository.ts'
import type { ImageId } from './ecr-context.ts'

/** The image that an id names; an id of both tag and digest names it only while the two agree. */
export function findImage(
  repository: ImageRepository,
  { imageDigest: digest, imageTag: tag }: ImageId,
): StoredManifest | undefined {
  if (digest === undefined && tag === undefined) return undefined
  const found = findManifest(repository, { digest, tag })
  if (digest === undefined || tag === undefined) return found
  return repository.tags.get(tag) === digest ? found : undefined
}

/** All ids of a repository's images: one for each tag, and one for each image without a tag. */
export function listImageIds(repository: ImageRepository): ImageId[] {
  return [...repository.manifests.keys()].flatMap((imageDigest): ImageId[] => {
    const tags = tagsOf(repository, imageDigest)
    if (tags.length === 0) return [{ imageDigest }]
    return tags.map((imageTag) => ({ imageDigest, imageTag }))
  })
}

/** An image as ECR sends it. */
export function formatImage(
  { name, owner }: ImageRepository,
  { digest, text, mediaType }: StoredManifest,
  tag: string | undefined,
): unknown {
  return {
    registryId: owner.accountId,
    repositoryName: name,
    imageId: { imageDigest: digest, ...(tag !== undefined && { imageTag: tag }) },
    imageManifest: text,
    imageManifestMediaType: mediaType,
  }
}

/** What ECR says of an image that a batch names and the repository lacks. */
export function notFoundFailure(imageId: ImageId): unknown {
  return {
    imageId,
    failureCode: 'ImageNotFound',
    failureReason: 'Requested image not found',
  }
}
