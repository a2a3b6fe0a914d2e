import { AwsError } from '../../errors.ts'
import { manifestDigest, mediaTypeOf, parseManifest } from '../../state/image-manifest.ts'
import { type ImageRepository, isTagFixed } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import { type EcrState, type RepositoryInput, requireRepository } from './ecr-context.ts'
import { formatImage } from './image-ids.ts'
import { invalidParameter } from './validate-ecr-input.ts'

interface PutImageInput extends RepositoryInput {
  readonly imageManifest: string
  readonly imageManifestMediaType?: string
  readonly imageTag?: string
  readonly imageDigest?: string
}

/** Stores a manifest, whose layers must be there, and tags it. */
export function putImage(state: EcrState, input: PutImageInput, context: RequestContext): unknown {
  const { images } = state
  const repository = requireRepository(state, input, context)
  const { imageManifest: text, imageTag: tag } = input
  const manifest = parseManifest(text)
  if (manifest === undefined) throw invalidParameter('imageManifest', 'must be an image manifest')
  requireTagForm(tag)
  const digest = manifestDigest(text)
  if (input.imageDigest !== undefined && input.imageDigest !== digest) {
    throw new AwsError(
      'ImageDigestDoesNotMatchException',
      `The specified image digest ${input.imageDigest} does not match the digest of the manifest, ${digest}.`,
    )
  }
  const missing = images.missingReferences(repository, manifest)
  if (missing.length > 0) {
    throw manifest.manifests === undefined
      ? new AwsError(
          'LayersNotFoundException',
          `Layers with digests '${missing.join(', ')}' required for pushing image into repository with name '${repository.name}' in the registry with id '${repository.owner.accountId}' do not exist`,
        )
      : new AwsError(
          'ReferencedImagesNotFoundException',
          `Images with digests '${missing.join(', ')}' required for pushing image into repository with name '${repository.name}' in the registry with id '${repository.owner.accountId}' do not exist`,
        )
  }
  requireNew(repository, digest, tag)
  const mediaType = input.imageManifestMediaType ?? mediaTypeOf(manifest)
  const stored = images.putManifest(repository, text, mediaType, tag)
  return { image: formatImage(repository, stored, tag) }
}

function requireTagForm(tag: string | undefined): void {
  if (tag === undefined || /^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,299}$/.test(tag)) return
  throw invalidParameter('imageTag', "must be 1 to 300 characters of '[a-zA-Z0-9._-]'")
}

/** The same image under the same tag is an error in ECR, and so is another one under a tag that is fixed. */
function requireNew(repository: ImageRepository, digest: string, tag: string | undefined): void {
  const { name, owner, tags, manifests } = repository
  const tagged = tag === undefined ? undefined : tags.get(tag)
  const where = `in the repository with name '${name}' in registry with id '${owner.accountId}'`
  if (manifests.has(digest) && (tag === undefined || tagged === digest)) {
    throw new AwsError(
      'ImageAlreadyExistsException',
      `Image with digest '${digest}' and tag '${tag ?? 'null'}' already exists ${where}`,
    )
  }
  if (tagged !== undefined && tag !== undefined && isTagFixed(repository, tag)) {
    throw new AwsError(
      'ImageTagAlreadyExistsException',
      `The image tag '${tag}' already exists ${where} and cannot be overwritten because the repository is immutable.`,
    )
  }
}
