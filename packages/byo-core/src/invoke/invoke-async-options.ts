import type { InvokeEndpointAsyncCommandInput } from '@aws-sdk/client-sagemaker-runtime'
import type { Ledger } from '../ledger.ts'
import type { SdkOptions } from '../requests/with-sdk-options.ts'

/**
 * How a request is put into the queue of an asynchronous endpoint.
 *
 * @public
 */
export interface InvokeAsyncOptions {
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
  /** Your own id of the request, at most 64 characters. @defaultValue SageMaker's */
  readonly inferenceId?: string | undefined
  /** Seconds that the request may wait in the queue, 60 to 21,600. @defaultValue SageMaker's, 21,600 */
  readonly requestTTLSeconds?: number | undefined
  /** Seconds that the container has to answer, 1 to 3600. @defaultValue SageMaker's, 900 */
  readonly invocationTimeoutSeconds?: number | undefined
  /** Told of the input that is sent to S3. */
  readonly ledger?: Ledger | undefined
  /** Ends sending the request, not the request itself, with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
  /** What else the SDK's request takes, such as `Filename`. */
  readonly sdkOptions?:
    | SdkOptions<Omit<InvokeEndpointAsyncCommandInput, 'EndpointName' | 'Body'>>
    | undefined
}
