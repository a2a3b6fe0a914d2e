import type { CreateModelInput } from '@aws-sdk/client-sagemaker'
import type { VpcOptions } from '../requests/format-vpc.ts'
import type { ImageConfigOptions } from '../requests/image-config.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'

/**
 * A container of a model.
 *
 * @public
 */
export interface ContainerOptions {
  /** The image: what `publishImage` gave, an ECR address, or one of another registry with `imageConfig`. */
  readonly image: string | { readonly uri: string }
  /** How SageMaker gets an image that isn't in ECR; needs the model's `vpc`. @defaultValue from ECR */
  readonly imageConfig?: ImageConfigOptions | undefined
  /** The archive that a training job left, `s3://…/model.tar.gz`; with `multiModel` the prefix of archives. */
  readonly modelDataUri?: string | undefined
  /** Serves any of the archives under `modelDataUri`, as each request says. @defaultValue false */
  readonly multiModel?: boolean | undefined
  /** Variables for the container: at most 100. @defaultValue none */
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** What requests call it in a pipeline that is invoked directly. @defaultValue SageMaker's own */
  readonly hostname?: string | undefined
}

/**
 * What a model has, whatever its containers.
 *
 * @public
 */
export interface ModelSettings {
  /**
   * What the model is called: at most 63 letters, digits and hyphens.
   *
   * @defaultValue `model-<time>-<random>`
   */
  readonly name?: string | undefined
  /** The model's AWS tags, value by key. @defaultValue none */
  readonly tags?: Readonly<Record<string, string>> | undefined
  /** The network that the containers are in: 1 to 16 subnets, 1 to 5 security groups. @defaultValue none */
  readonly vpc?: VpcOptions | undefined
  /** Keeps the containers from all networks. @defaultValue false */
  readonly networkIsolation?: boolean | undefined
  /** Whether images in the caller's ECR are looked at before the model is made. @defaultValue true */
  readonly checkImage?: boolean | undefined
  /** Members of the request for which there is no option here, laid over it. @defaultValue none */
  readonly sdkOptions?: SdkOptions<Omit<CreateModelInput, 'ModelName'>> | undefined
}

/**
 * What a model is made of: one container, or a pipeline of up to 15, each of which gets the answer of the one
 * before.
 *
 * @public
 */
export type ModelOptions = ModelSettings &
  (
    | (ContainerOptions & { readonly containers?: undefined })
    | { readonly containers: readonly ContainerOptions[] }
  )
