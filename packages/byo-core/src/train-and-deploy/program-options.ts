import { ByoError } from '../errors.ts'
import { readProgram } from '../image/build/read-program.ts'
import type { DockerBuildOptions } from '../image/docker/dockerfile-options.ts'
import { findDockerfile } from '../image/docker/find-dockerfile.ts'
import type { RegistryCredentials } from '../image/registry/registry-credentials.ts'

/**
 * A program, a Dockerfile or an image.
 *
 * @public
 */
export interface ProgramOptions {
  /**
   * The one bundled file that runs as `node container.mjs train` and `serve`, or a folder that has it.
   * Either this, `dockerfile` or `image`.
   */
  readonly program?: string | undefined
  /** Where `program` is a folder: the path of the file in it that `node` runs. @defaultValue `container.mjs` */
  readonly entrypoint?: string | undefined
  /** What opens the base image's registry, as `publishImage` takes it. @defaultValue what `docker login` has kept */
  readonly baseImageCredentials?: RegistryCredentials | undefined
  /** A Dockerfile, or the folder that it is in, to build with Docker. Either this, `program` or `image`. */
  readonly dockerfile?: string | undefined
  /** How Docker builds the image of `dockerfile`, as `publishImage` takes it. @defaultValue none of it */
  readonly docker?: DockerBuildOptions | undefined
  /** An image in ECR, by address or as `publishImage` gave it. Either this, `program` or `dockerfile`. */
  readonly image?: string | { readonly uri: string } | undefined
  /** Whether `image`, if it's in the caller's ECR, is looked at before anything is made. @defaultValue true */
  readonly checkImage?: boolean | undefined
  /** The ECR repository for the image that is made. @defaultValue `byo/<name>` */
  readonly repository?: string | undefined
  /** Labels of the image that is made, as `publishImage` takes them. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
}

/** How many of the ways to an image are given. */
export function countWays({ program, dockerfile, image }: ProgramOptions): number {
  return [program, dockerfile, image].filter((way) => way !== undefined).length
}

/** Finds what is wrong with the way to an image before anything is asked of AWS. */
export async function checkProgram(options: ProgramOptions): Promise<void> {
  const { program, dockerfile, docker } = options
  const ways = countWays(options)
  if (ways !== 1) {
    throw new ByoError(
      'invalid-option',
      `Give one of program, dockerfile and image, not ${ways === 0 ? 'none' : ways} of them.`,
    )
  }
  if (docker !== undefined && dockerfile === undefined) {
    throw new ByoError(
      'invalid-option',
      'The option docker needs a dockerfile: give one, or leave it out.',
    )
  }
  if (program !== undefined) await readProgram(program, options.entrypoint)
  if (dockerfile !== undefined) await findDockerfile(dockerfile, docker?.context)
}
