import type { ImageTarget } from './image-target.ts'

/**
 * An image in ECR or another registry.
 *
 * @public
 */
export interface PublishedImage {
  /** Repository and digest, which always name this very image. */
  readonly uri: string
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string
  /** The name of its repository, such as `iris-mars`. */
  readonly repository: string
  /** Such as `arn:aws:ecr:eu-west-1:123456789012:repository/iris-mars`; undefined outside of ECR. */
  readonly repositoryArn: string | undefined
  /** The tag that it was pushed under, such as `byo-0123456789ab`. */
  readonly tag: string
  /** True when the repository was made for it in ECR; other registries make theirs by themselves. */
  readonly createdRepository: boolean
  /** False when the repository had this very image already. */
  readonly isNew: boolean
  /** What had to be sent, with Docker as far as it tells; 0 for an image that was there already. */
  readonly uploadedBytes: number
}

/** What is told of an image that is at its target. */
export function publishedImage(
  { uri, repositoryArn, created }: ImageTarget,
  image: Pick<PublishedImage, 'repository' | 'digest' | 'tag' | 'isNew' | 'uploadedBytes'>,
): PublishedImage {
  return {
    uri: `${uri}@${image.digest}`,
    digest: image.digest,
    repository: image.repository,
    repositoryArn,
    tag: image.tag,
    createdRepository: created,
    isNew: image.isNew,
    uploadedBytes: image.uploadedBytes,
  }
}

/** The tag of an image for which none was chosen. */
export function defaultTag(digest: string): string {
  return `byo-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`
}
