import type { Ledger } from '../ledger.ts'
import type { RepositoryOptions } from './ecr/repository-options.ts'
import type { ImagePlatform } from './platform.ts'
import type { RegistryCredentials } from './registry/registry-credentials.ts'
import type { RegistryOptions } from './registry/registry-options.ts'

/**
 * What `publishImage` takes: a program, where to put its image and what to build on.
 *
 * @public
 */
export interface PublishOptions extends RegistryOptions, RepositoryOptions {
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
  /** The repository, such as `iris-mars`; ECR's is created when it's missing. */
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
  /** Told what is made in ECR: the image, and the repository when it was missing. */
  readonly ledger?: Ledger | undefined
  /** Ends the build and the upload with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}
