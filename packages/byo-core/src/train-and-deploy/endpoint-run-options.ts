import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import { checkHosting } from '../endpoint/endpoint-config-spec.ts'
import type { HostingExtras, HostingOptions } from '../endpoint/hosting-options.ts'
import { checkModel } from '../model/check-model.ts'
import type { ContainerOptions, ModelSettings } from '../model/model-options.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'
import { checkProgram, type ProgramOptions } from './program-options.ts'
import type { RunOptions } from './run-options.ts'
import { runTags } from './run-tags.ts'

/**
 * What `trainAndDeploy` and `deployModel` both take: a program, a Dockerfile or an image, and what differs from the
 * defaults.
 *
 * @public
 */
export interface EndpointRunOptions extends RunOptions, ProgramOptions {
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
    Pick<ContainerOptions, 'environment'>,
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
  const { image, hosting = {}, tags } = options
  const { environment, vpc } = hosting
  checkModel({ image: image ?? 'image', environment, vpc, tags })
  checkHosting(hosting)
  runTags(tags, '')
  await checkProgram(options)
}
