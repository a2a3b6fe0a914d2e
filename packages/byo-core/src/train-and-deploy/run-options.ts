import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import { checkHosting } from '../endpoint/endpoint-config-spec.ts'
import type { HostingExtras, HostingOptions } from '../endpoint/hosting-options.ts'
import type { ImageUse } from '../image/check/image-problem.ts'
import { checkModel } from '../model/check-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import { defaultInstanceType } from '../naming/instance-type.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import type { Session, SessionOptions } from '../session/session.ts'
import type { StepEvent } from './events.ts'
import { checkProgram, type ProgramOptions } from './program-options.ts'
import { runTags } from './run-tags.ts'

/**
 * What `trainAndDeploy`, `deployModel`, `tune` and `transform` all take: a program, a Dockerfile or an image, and what
 * differs from the defaults.
 *
 * @public
 */
export interface RunOptions extends SessionOptions, ProgramOptions {
  /** What the names of all that's made begin with. @defaultValue `byo` */
  readonly name?: string | undefined
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
  const { image, tags } = options
  checkModel({ image: image ?? 'image', tags })
  runTags(tags, '')
  await checkProgram(options)
}

/** What hosting wants of the image. */
export function hostingUse({ instanceType = defaultInstanceType }: HostingOptions = {}): ImageUse {
  return { commands: ['serve'], labels: [], isHosted: true, instanceTypes: [instanceType] }
}
