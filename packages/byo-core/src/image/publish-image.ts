import { ByoError } from '../errors.ts'
import { createLedger, type Ledger } from '../ledger.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { builderWithoutDocker } from './build-without-docker.ts'
import { digestOf } from './digest.ts'
import { ensureRepository } from './ecr-repository.ts'
import type { ImageParts } from './image-parts.ts'
import { pushImage } from './push-image.ts'
import { repositorySpec } from './repository-spec.ts'

/**
 * An image in ECR.
 *
 * @public
 */
export interface PublishedImage {
  /** Repository and digest, which always name this very image. */
  readonly uri: string
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string
  /** The name of its ECR repository, such as `iris-mars`. */
  readonly repository: string
  /** Such as `arn:aws:ecr:eu-west-1:123456789012:repository/iris-mars`. */
  readonly repositoryArn: string
  /** The tag that it was pushed under, such as `byo-0123456789ab`. */
  readonly tag: string
  /** True when the repository was made for it. */
  readonly createdRepository: boolean
  /** False when the repository had this very image already. */
  readonly isNew: boolean
  /** What had to be sent; 0 for an image that was there already. */
  readonly uploadedBytes: number
}

/**
 * What `publishImage` takes: a program, where to put its image and what to build on.
 *
 * @public
 */
export interface PublishOptions {
  /** The one bundled file that `node` runs in the container, as `node container.mjs train` or `serve`. */
  readonly program: string
  /** The ECR repository, created when it's missing, such as `iris-mars`. */
  readonly repository: string
  /**
   * What to build on: an image of any registry that is public or the account's own ECR, for
   * linux/amd64, with `node` in its path; or `scratch` for the program alone, where the platform
   * brings `node`.
   *
   * @defaultValue the session's `baseImage`
   */
  readonly baseImage?: string | undefined
  /**
   * The tag to push under: at most 128 letters, digits, `_`, `.` and `-`.
   *
   * @defaultValue `byo-` and the first twelve digits of the image's digest
   */
  readonly tag?: string | undefined
  /**
   * Labels of the image beside its base's, such as those that tell SageMaker what the container can do:
   * `{ 'com.amazonaws.sagemaker.capabilities.multi-models': 'true' }`.
   *
   * @defaultValue none
   */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** AWS tags, value by key, of the repository when it's made. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** Told what is made: the image, and the repository when it was missing. */
  readonly ledger?: Ledger | undefined
  /** Ends the build and the upload with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

const repositoryPattern =
  /^(?=.{2,256}$)[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/
const tagPattern = /^\w[\w.-]{0,127}$/

/**
 * Makes an image of a program and puts it in ECR, without Docker. The same program on the same base
 * gives the same digest, and only what the repository lacks is sent.
 *
 * @throws `program-not-found`, `base-image-unavailable`, `invalid-option`
 * @public
 * @example
 * ```ts
 * import { createSession, publishImage } from '@byo/core'
 *
 * const session = await createSession()
 * const image = await publishImage(session, {
 *   program: 'dist/container.mjs',
 *   repository: 'iris-mars',
 * })
 * ```
 */
export async function publishImage(
  session: Session,
  options: PublishOptions,
): Promise<PublishedImage> {
  return publishBuilt(session, options, (image) => image)
}

/** The same with a last look at the image before it's sent. */
export async function publishBuilt(
  session: Session,
  options: PublishOptions,
  adapt: (image: ImageParts) => ImageParts,
): Promise<PublishedImage> {
  const { program, repository, tag: chosenTag, ledger = createLedger(), signal } = options
  throwIfAborted(signal, `publishing ${program}`)
  checkNames(repository, chosenTag)
  const spec = repositorySpec(repository, options.tags)
  const build = builderWithoutDocker(
    session,
    options.baseImage ?? session.baseImage,
    options.labels ?? {},
  )
  const image = adapt(await build(program, signal))

  const { uri, arn, created } = await ensureRepository(session, spec, { ledger, signal })
  const digest = digestOf(new TextEncoder().encode(image.manifest))
  const tag = chosenTag ?? `byo-${digest.slice('sha256:'.length, 'sha256:'.length + 12)}`
  const push = await pushImage(session, repository, { tag, digest, image }, { ledger, signal })
  return {
    uri: `${uri}@${digest}`,
    digest,
    repository,
    repositoryArn: arn,
    tag,
    createdRepository: created,
    isNew: push.isNew,
    uploadedBytes: push.uploadedBytes,
  }
}

function checkNames(repository: string, tag: string | undefined): void {
  if (!repositoryPattern.test(repository)) {
    throw new ByoError(
      'invalid-option',
      `"${repository}" is not a repository's name: use 2 to 256 lower-case letters, digits, and single . _ - / between them.`,
    )
  }
  if (tag !== undefined && !tagPattern.test(tag)) {
    throw new ByoError('invalid-option', `"${tag}" is not an image's tag.`)
  }
}
