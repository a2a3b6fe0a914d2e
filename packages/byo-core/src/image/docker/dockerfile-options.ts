import type { Ledger } from '../../ledger.ts'
import type { RepositoryOptions } from '../ecr/repository-options.ts'
import type { ImagePlatform } from '../platform.ts'
import type { RegistryOptions } from '../registry/registry-options.ts'
import type { ImageProgress } from './image-progress.ts'

/**
 * What `publishImage` takes to build an image with Docker.
 *
 * @public
 */
export interface DockerfileOptions extends DockerBuildOptions, RegistryOptions, RepositoryOptions {
  /**
   * A Dockerfile, or the folder that it is in. Its image has to run as root, and to start with an
   * entrypoint in exec form, to which SageMaker appends `train` or `serve`.
   */
  readonly dockerfile: string
  /** Not beside `dockerfile`. */
  readonly program?: undefined
  /** The repository, such as `iris-mars`; ECR's is created when it's missing. */
  readonly repository: string
  /**
   * The tag to publish under: at most 128 letters, digits, `_`, `.` and `-`.
   *
   * @defaultValue `byo-` and the first twelve digits of the image's digest
   */
  readonly tag?: string | undefined
  /** Labels of the image beside those of the Dockerfile. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** Told of each line that Docker writes. */
  readonly onProgress?: ((progress: ImageProgress) => void) | undefined
  /** Told what is made in ECR: the image, and the repository when it was missing. */
  readonly ledger?: Ledger | undefined
  /** Ends Docker, takes the tag away again and throws an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * How Docker builds an image.
 *
 * @public
 */
export interface DockerBuildOptions {
  /** The folder that `COPY` copies from. @defaultValue the folder that the Dockerfile is in */
  readonly context?: string | undefined
  /** Values by name for the Dockerfile's `ARG`s; no secrets, for they stay readable in the image. @defaultValue none */
  readonly buildArgs?: Readonly<Record<string, string>> | undefined
  /** The stage of the Dockerfile to build. @defaultValue the last one */
  readonly target?: string | undefined
  /** What the image is for: `linux/arm64` only where all instance types are Graviton's. @defaultValue `linux/amd64` */
  readonly platform?: ImagePlatform | undefined
  /** Whether what was built is looked at for a start that SageMaker can use, and for its size. @defaultValue true */
  readonly checkImage?: boolean | undefined
  /** Docker's command line, or one that takes the same words, as a name or a path. @defaultValue `docker` */
  readonly dockerCommand?: string | undefined
}
