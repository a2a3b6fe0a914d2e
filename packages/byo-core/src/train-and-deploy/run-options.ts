import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import { checkHosting } from '../endpoint/endpoint-config-spec.ts'
import type { HostingExtras, HostingOptions } from '../endpoint/hosting-options.ts'
import { ByoError } from '../errors.ts'
import { readProgram } from '../image/build/read-program.ts'
import type { DockerBuildOptions } from '../image/docker/dockerfile-options.ts'
import { findDockerfile } from '../image/docker/find-dockerfile.ts'
import type { RegistryCredentials } from '../image/registry/registry-credentials.ts'
import { checkModel } from '../model/check-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import type { Session, SessionOptions } from '../session/session.ts'
import type { StepEvent } from './events.ts'
import { runTags } from './run-tags.ts'

/**
 * What `trainAndDeploy` and `deployModel` both take: a program, a Dockerfile or an image, and what differs from the
 * defaults.
 *
 * @public
 */
export interface EndpointRunOptions extends SessionOptions {
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
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
  /** The ECR repository for the image that is made. @defaultValue `byo/<name>` */
  readonly repository?: string | undefined
  /** Labels of the image that is made, as `publishImage` takes them. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
  /** What the endpoint runs on: one `ml.m5.large`, unless said otherwise. */
  readonly hosting?: ModelHostingOptions | undefined
  /**
   * AWS tags, value by key, of all that's made in SageMaker and of a repository that is made; at most 48, beside
   * `byo:run`, the run's name, and `byo:created-by`, `@byo/core`.
   *
   * @defaultValue none
   */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** An own session, instead of region, role, clientConfig, baseImage and bucket. */
  readonly session?: Session | undefined
  /** Told of every step; `consoleProgress()` shows them. */
  readonly onEvent?: ((event: StepEvent) => void) | undefined
  /** Ends all at once; what was made by then is removed. */
  readonly signal?: AbortSignal | undefined
  /**
   * Leaves everything as it is after a failure and after an `await using` block; `delete()` and
   * `cleanUp()` work all the same.
   *
   * @defaultValue false
   */
  readonly keep?: boolean | undefined
}

/**
 * What an endpoint runs on, and what its model has besides image and archive.
 *
 * @public
 */
export interface ModelHostingOptions
  extends HostingOptions,
    Pick<ContainerOptions, 'environment' | 'imageConfig'>,
    Pick<ModelSettings, 'vpc' | 'networkIsolation'> {
  /** Members of the requests for which there is no option here, laid over them. @defaultValue none */
  readonly sdkOptions?: ModelHostingExtras | undefined
}

/**
 * Members of the SDK's requests for a model, an endpoint config and an endpoint.
 *
 * @public
 */
export interface ModelHostingExtras extends HostingExtras {
  /** Of CreateModel. */
  readonly model?: SdkOptions<Omit<CreateModelInput, 'ModelName'>> | undefined
}

/** Finds what is wrong with the options before anything is asked of AWS. */
export async function checkRunOptions(options: EndpointRunOptions): Promise<void> {
  const { program, dockerfile, docker, image, hosting = {}, tags } = options
  const given = [program, dockerfile, image].filter((way) => way !== undefined)
  if (given.length !== 1) {
    throw new ByoError(
      'invalid-option',
      `Give one of program, dockerfile and image, not ${given.length === 0 ? 'none' : given.length} of them.`,
    )
  }
  if (docker !== undefined && dockerfile === undefined) {
    throw new ByoError(
      'invalid-option',
      'The option docker needs a dockerfile: give one, or leave it out.',
    )
  }
  const { environment, imageConfig, vpc, sdkOptions } = hosting
  const settings = { environment, imageConfig, vpc, sdkOptions: sdkOptions?.model, tags }
  checkModel({ image: image ?? 'image', ...settings })
  checkHosting(hosting)
  runTags(tags, '')
  if (program !== undefined) await readProgram(program, options.entrypoint)
  if (dockerfile !== undefined) await findDockerfile(dockerfile, docker?.context)
}
