/**
 * The words that the platform starts an image with: `docker run <image> train` and `… serve`.
 *
 * @see AWS guide, "How Amazon SageMaker runs your training image" and "Use your own inference code"
 * @public
 */
export const commands = { train: 'train', serve: 'serve' } as const

/**
 * What a container answers to `/execution-parameters`.
 *
 * @see AWS guide, "Use your own inference code with batch transform"
 * @public
 */
export interface ExecutionParameters {
  /** Requests to send at once, at least 1. */
  readonly MaxConcurrentTransforms: number
  /** Whether a request holds one record or as many as fit. */
  readonly BatchStrategy: 'SINGLE_RECORD' | 'MULTI_RECORD'
  /** Largest request in MB; 0 for no limit. Times `MaxConcurrentTransforms` it is at most 100. */
  readonly MaxPayloadInMB: number
}

/**
 * HTTP routes of a serving container.
 *
 * @see AWS guide, "Use your own inference code with hosting services"
 * @public
 */
export const routes = {
  /** Health check: 200 with an empty body within 2 s once the model is loaded. */
  ping: '/ping',
  /** Predictions: POST only. */
  invocations: '/invocations',
  /** Prometheus text, if the endpoint's metrics are watched: GET only. Source: API, ContainerMetricsConfig. */
  metrics: '/metrics',
  /** How batch transform should send its requests, as {@link ExecutionParameters}: GET only. Source: AWS guide, batch transform. */
  executionParameters: '/execution-parameters',
} as const

/**
 * Header names of an invocation, in lower case as Node gives them. The platform strips every other header
 * that a client sends and may add its own.
 *
 * @see SageMaker Runtime API, InvokeEndpoint
 * @public
 */
export const headers = {
  contentType: 'content-type',
  accept: 'accept',
  /** At most 1024 ASCII characters; honoured on answers as well, and never echoed by the platform. */
  customAttributes: 'x-amzn-sagemaker-custom-attributes',
  /** At most 64 characters, chosen by the caller. */
  inferenceId: 'x-amzn-sagemaker-inference-id',
  /** Which model of a multi-model endpoint. */
  targetModel: 'x-amzn-sagemaker-target-model',
  /** Which production variant. */
  targetVariant: 'x-amzn-sagemaker-target-variant',
  /** Which container of a multi-container endpoint. */
  targetContainerHostname: 'x-amzn-sagemaker-target-container-hostname',
  /** Which inference component. */
  inferenceComponent: 'x-amzn-sagemaker-inference-component',
  /** `NEW_SESSION`, or the id of a stateful session. */
  sessionId: 'x-amzn-sagemaker-session-id',
} as const
