import { createLedger, type Ledger } from '../ledger.ts'
import type { Session } from '../session/session.ts'
import { throwIfAborted } from '../waiting/aborted.ts'
import { builderWithoutDocker } from './build/build-without-docker.ts'
import { checkNames } from './check-image-names.ts'
import { digestOf } from './digest.ts'
import type { DockerfileOptions } from './docker/dockerfile-options.ts'
import { ensureRepository } from './ecr/ecr-repository.ts'
import type { RepositoryOptions } from './ecr/repository-options.ts'
import { repositorySpec } from './ecr/repository-spec.ts'
import type { ImageParts } from './image-parts.ts'
import type { ImagePlatform } from './platform.ts'
import { publishDockerfile } from './publish-dockerfile.ts'
import { pushImage } from './push-image.ts'
import type { RegistryCredentials } from './registry/registry-credentials.ts'

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
  /** What had to be sent, with Docker as far as it tells; 0 for an image that was there already. */
  readonly uploadedBytes: number
}

/**
 * What `publishImage` takes: a program, where to put its image and what to build on.
 *
 * @public
 */
export interface PublishOptions extends RepositoryOptions {
  /**
   * The one bundled file that `node` runs in the container, as `node container.mjs train` or `serve`;
   * or a folder that has it beside other files.
   */
  readonly program: string
  /**
   * Where `program` is a folder: the path of the file in it that `node` runs.
   *
   * @defaultValue `container.mjs`
   */
  readonly entrypoint?: string | undefined
  /** Not beside `program`. */
  readonly dockerfile?: undefined
  /** The ECR repository, created when it's missing, such as `iris-mars`. */
  readonly repository: string
  /**
   * What to build on: an image of any registry, with `node` in its path; or `scratch` for the program
   * alone, where the platform brings `node`. Short names, such as `node:24-slim`, are Docker Hub's.
   *
   * @defaultValue the session's `baseImage`
   */
  readonly baseImage?: string | undefined
  /**
   * What opens the base image's registry, where it isn't public.
   *
   * @defaultValue the caller's own credentials for ECR, of any account and region; what `docker login` has kept for others
   */
  readonly baseImageCredentials?: RegistryCredentials | undefined
  /**
   * The machines that the image is for; the base image must be there for them.
   *
   * @defaultValue `linux/amd64`
   */
  readonly platform?: ImagePlatform | undefined
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
  /** Told what is made: the image, and the repository when it was missing. */
  readonly ledger?: Ledger | undefined
  /** Ends the build and the upload with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Makes an image and puts it in ECR: of a program, without Docker, or of a `dockerfile`, with Docker. The
 * same program on the same base gives the same digest, and only what the repository lacks is sent.
 *
 * @throws `program-not-found`, `base-image-unavailable`, `image-too-large`, `invalid-option`; with Docker
 * `dockerfile-not-found`, `docker-unavailable`, `image-build-failed`, `image-push-failed`
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
 * const built = await publishImage(session, {
 *   dockerfile: 'docker/Dockerfile',
 *   context: '.',
 *   buildArgs: { NODE_VERSION: '24' },
 *   repository: 'iris-mars',
 * })
 * ```
 */
export async function publishImage(
  session: Session,
  options: PublishOptions | DockerfileOptions,
): Promise<PublishedImage> {
  if (options.dockerfile !== undefined) return publishDockerfile(session, options)
  return publishProgram(session, options, (image) => image)
}

/** The image of a program, with a last look at it before it's sent. */
export async function publishProgram(
  session: Session,
  options: PublishOptions,
  adapt: (image: ImageParts) => ImageParts,
): Promise<PublishedImage> {
  const { program, repository, tag: chosenTag, ledger = createLedger(), signal } = options
  throwIfAborted(signal, `publishing ${program}`)
  checkNames(repository, chosenTag)
  const spec = repositorySpec(repository, options)
  const build = builderWithoutDocker(session, {
    baseImage: options.baseImage ?? session.baseImage,
    baseImageCredentials: options.baseImageCredentials,
    platform: options.platform ?? 'linux/amd64',
    entrypoint: options.entrypoint,
    labels: options.labels ?? {},
  })
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
