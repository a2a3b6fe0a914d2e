import type { InvokeEndpointWithResponseStreamInput } from '@aws-sdk/client-sagemaker-runtime'
import type { SdkOptions } from '../requests/with-sdk-options.ts'

/**
 * How a body is sent to an endpoint whose answer is a stream, and what is asked of the answer.
 *
 * @public
 */
export interface InvokeStreamOptions {
  /**
   * The type of the body, as a MIME type.
   *
   * @defaultValue by the input: `text/csv`, `application/octet-stream` or `application/json`
   */
  readonly contentType?: string | undefined
  /** The type to answer with. @defaultValue the container's own choice */
  readonly accept?: string | undefined
  /** Passed to the container as X-Amzn-SageMaker-Custom-Attributes: at most 1024 ASCII characters. */
  readonly customAttributes?: string | undefined
  /** The variant that is to answer. @defaultValue as the variants' weights have it */
  readonly targetVariant?: string | undefined
  /** The container that is to answer, of a model that is invoked directly. */
  readonly targetContainerHostname?: string | undefined
  /** Your own id of the request, at most 64 characters, which captured data are filed under. */
  readonly inferenceId?: string | undefined
  /** The stateful session that the request belongs to. */
  readonly sessionId?: string | undefined
  /**
   * Seconds for all attempts together, and for a stream until its end; then the request is broken off with a
   * `timeout` error.
   *
   * @defaultValue none; SageMaker itself gives a container 60 s to answer, and 8 minutes for a stream
   */
  readonly timeout?: number | undefined
  /**
   * How often to send the request at most when SageMaker is throttling (429, also while a model is still being
   * loaded) or fails itself (500, 502, 503, 504), or the connection breaks before an answer; 1 for no second time.
   * The pauses between grow, with chance, to 20 s. What a container answers is final, and so is a stream that has begun.
   *
   * @defaultValue that of the SDK's clients: `clientConfig.maxAttempts`, AWS_MAX_ATTEMPTS, or 3
   */
  readonly maxAttempts?: number | undefined
  /** Ends the request at once with an `aborted` error, a stream also half-way. */
  readonly signal?: AbortSignal | undefined
  /** What else the SDK's request takes, such as `InferenceComponentName`. */
  readonly sdkOptions?:
    | SdkOptions<Omit<InvokeEndpointWithResponseStreamInput, 'EndpointName' | 'Body'>>
    | undefined
}

/**
 * How a body is sent to an endpoint, and what is asked of the answer.
 *
 * @public
 */
export interface InvokeOptions extends InvokeStreamOptions {
  /** The model that is to answer, of an endpoint with many: its archive's path, such as `iris.tar.gz`. */
  readonly targetModel?: string | undefined
  /** The stateful session that the request belongs to; `NEW_SESSION` asks for one. */
  readonly sessionId?: string | undefined
  /** SageMaker Clarify's expression that decides which rows are explained. */
  readonly enableExplanations?: string | undefined
}
