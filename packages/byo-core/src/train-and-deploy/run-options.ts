import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import { checkHosting } from '../endpoint/endpoint-config-spec.ts'
import type { HostingExtras, HostingOptions } from '../endpoint/hosting-options.ts'
import { ByoError } from '../errors.ts'
import { readProgram } from '../image/build/read-program.ts'
import type { ImageUse } from '../image/check/image-problem.ts'
import type { DockerBuildOptions } from '../image/docker/dockerfile-options.ts'
import { findDockerfile } from '../image/docker/find-dockerfile.ts'
import type { RegistryCredentials } from '../image/registry/registry-credentials.ts'
import { checkModel } from '../model/check-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import { defaultInstanceType } from '../naming/instance-type.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import type { Session, SessionOptions } from '../session/session.ts'
import type { StepEvent } from './events.ts'
import { runTags } from './run-tags.ts'

/**
 * What `trainAndDeploy`, `deployModel` and `tune` all take: a program, a Dockerfile or an image, and what differs from
 * the defaults.
 *
 * @public
 */
export interface RunOptions extends SessionOptions {
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
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
  /** The ECR repository for the image that is made. @defaultValue `byo/<name>` */
  readonly repository?: string | undefined
  /** Labels of the image that is made, as `publishImage` takes them. @defaultValue none */
  readonly labels?: Readonly<Record<string, string>> | undefined
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
 * What `trainAndDeploy` and `deployModel` both take: what makes the image, and what the endpoint runs on.
 *
 * @public
 */
export interface EndpointRunOptions extends RunOptions {
  /** What the endpoint runs on: one `ml.m5.large`, unless said otherwise. */
  readonly hosting?: ModelHostingOptions | undefined
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
export async function checkEndpointRunOptions(options: EndpointRunOptions): Promise<void> {
  await checkRunOptions(options)
  checkModelHosting(options.hosting)
}

/** Throws when an endpoint can't run on this, before anything is asked of AWS. */
export function checkModelHosting(hosting: ModelHostingOptions = {}): void {
  const { environment, imageConfig, vpc, sdkOptions } = hosting
  checkModel({ image: 'image', environment, imageConfig, vpc, sdkOptions: sdkOptions?.model })
  checkHosting(hosting)
}

/** The same of the options that all runs have. */
export async function checkRunOptions(options: RunOptions): Promise<void> {
  const { program, dockerfile, docker, image, tags } = options
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
  checkModel({ image: image ?? 'image', tags })
  runTags(tags, '')
  if (program !== undefined) await readProgram(program, options.entrypoint)
  if (dockerfile !== undefined) await findDockerfile(dockerfile, docker?.context)
}

/** What hosting wants of the image. */
export function hostingUse({ instanceType = defaultInstanceType }: HostingOptions = {}): ImageUse {
  return { commands: ['serve'], isHosted: true, instanceTypes: [instanceType] }
}
