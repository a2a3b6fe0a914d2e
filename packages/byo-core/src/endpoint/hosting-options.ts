import type {
  CreateEndpointConfigInput,
  CreateEndpointInput,
  ProductionVariant,
} from '@aws-sdk/client-sagemaker'
import type { InstanceType } from '../naming/instance-type.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'

/**
 * What serves one model: instances, or `serverless`.
 *
 * @public
 */
export interface CapacityOptions {
  /** The machine that the container serves on. @defaultValue `ml.m5.large` */
  readonly instanceType?: InstanceType | undefined
  /** How many such machines share the requests. @defaultValue 1 */
  readonly instanceCount?: number | undefined
  /** The disk of each such machine, in GB, 1 to 512. @defaultValue what SageMaker gives the type */
  readonly volumeSizeInGB?: number | undefined
  /** Machines that come and go with the requests, instead of instances. @defaultValue none */
  readonly serverless?: ServerlessOptions | undefined
  /** Until `/ping` answers for the first time, in seconds, 60 to 3600. @defaultValue SageMaker's, 480 */
  readonly startupHealthCheckTimeoutInSeconds?: number | undefined
  /** To download and unpack the model, in seconds, 60 to 3600. @defaultValue SageMaker's */
  readonly modelDataDownloadTimeoutInSeconds?: number | undefined
  /** Members of the request for which there is no option here, laid over it. @defaultValue none */
  readonly sdkOptions?: { readonly variant?: SdkOptions<ProductionVariant> | undefined } | undefined
}

/**
 * Serving without instances of one's own.
 *
 * @public
 */
export interface ServerlessOptions {
  /** Memory of the container: 1024 to 6144 MB in steps of 1024. */
  readonly memorySizeInMB: number
  /** How many requests it answers at a time, 1 to 200. */
  readonly maxConcurrency: number
  /** How many are kept ready for requests, 1 to `maxConcurrency`; they cost also when idle. @defaultValue none */
  readonly provisionedConcurrency?: number | undefined
}

/**
 * What an endpoint config is made of, besides models.
 *
 * @public
 */
export interface EndpointConfigOptions extends CapacityOptions {
  /**
   * Lets requests wait in a queue and puts answers into S3, for `invokeAsync`; `true` for all the defaults.
   *
   * @defaultValue false
   */
  readonly asyncInference?: boolean | AsyncInferenceOptions | undefined
  /** Keeps requests and answers in S3. @defaultValue none */
  readonly dataCapture?: DataCaptureOptions | undefined
  /** The key that encrypts the instances' disks: an id, an alias or an ARN. @defaultValue AWS's own */
  readonly kmsKeyId?: string | undefined
  /** Members of the requests for which there is no option here, laid over them. @defaultValue none */
  readonly sdkOptions?: EndpointConfigExtras | undefined
}

/**
 * Members of the SDK's requests for a config: of each variant, and of the rest.
 *
 * @public
 */
export interface EndpointConfigExtras {
  /** Of ProductionVariant. */
  readonly variant?: SdkOptions<ProductionVariant> | undefined
  /** Of CreateEndpointConfig. */
  readonly endpointConfig?:
    | SdkOptions<Omit<CreateEndpointConfigInput, 'EndpointConfigName'>>
    | undefined
}

/**
 * What an endpoint runs on, and what it keeps of its traffic.
 *
 * @public
 */
export interface HostingOptions extends EndpointConfigOptions {
  /** Members of the requests for which there is no option here, laid over them. @defaultValue none */
  readonly sdkOptions?: HostingExtras | undefined
}

/**
 * Members of the SDK's requests for an endpoint and its config.
 *
 * @public
 */
export interface HostingExtras extends EndpointConfigExtras {
  /** Of CreateEndpoint. */
  readonly endpoint?:
    | SdkOptions<Omit<CreateEndpointInput, 'EndpointName' | 'EndpointConfigName'>>
    | undefined
}

/**
 * What an asynchronous endpoint does with requests, answers and failures.
 *
 * @public
 */
export interface AsyncInferenceOptions {
  /** The `s3://` prefix that answers go to. @defaultValue `byo/async/<endpoint>/output` in the session's bucket */
  readonly outputPath?: string | undefined
  /** The `s3://` prefix that failures go to. @defaultValue `byo/async/<endpoint>/failure` in the session's bucket */
  readonly failurePath?: string | undefined
  /** How many requests a container gets at once, 1 to 1000. @defaultValue SageMaker's choice */
  readonly maxConcurrentInvocationsPerInstance?: number | undefined
  /** The SNS topic, an ARN, that is told of answers. @defaultValue none */
  readonly successTopic?: string | undefined
  /** The SNS topic, an ARN, that is told of failures. @defaultValue none */
  readonly errorTopic?: string | undefined
  /** The key that encrypts answers: an id, an alias or an ARN. @defaultValue the bucket's own */
  readonly kmsKeyId?: string | undefined
}

/**
 * Which part of the traffic is kept, and where.
 *
 * @public
 */
export interface DataCaptureOptions {
  /** An `s3://` prefix, at most 512 characters. */
  readonly destination: string
  /** Of the requests, 0 to 100. */
  readonly percentage: number
  /** What is kept. @defaultValue both */
  readonly capture?: readonly ('input' | 'output')[] | undefined
  /** Of these content types bodies are kept as CSV text, not as base64; at most ten. @defaultValue none */
  readonly csvContentTypes?: readonly string[] | undefined
  /** Of these content types bodies are kept as JSON, not as base64; at most ten. @defaultValue none */
  readonly jsonContentTypes?: readonly string[] | undefined
}

/**
 * One of several models that share an endpoint's requests.
 *
 * @public
 */
export interface VariantOptions extends CapacityOptions {
  /** What requests and metrics call it: at most 63 letters, digits and hyphens. */
  readonly name: string
  /** What `createModel` gave, or a model's name. */
  readonly model: string | { readonly name: string }
  /** Its share of the requests is its part of all weights' sum. @defaultValue 1 */
  readonly weight?: number | undefined
}

/**
 * What is hosted: one model, or several variants.
 *
 * @public
 */
export interface HostedModels {
  /** What `createModel` gave, or a model's name. Either this or `variants`. */
  readonly model?: string | { readonly name: string } | undefined
  /** Several models that share the requests, one to ten, each with what it runs on. Either this or `model`. */
  readonly variants?: readonly VariantOptions[] | undefined
}
