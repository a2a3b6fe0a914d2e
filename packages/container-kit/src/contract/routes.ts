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
  /** WebSocket of a call with streams both ways, unless the caller names another path. Source: AWS guide, bidirectional streaming. */
  bidirectionalStream: '/invocations-bidirectional-stream',
  /** Prometheus text, if the endpoint's metrics are watched: GET only. Source: API, ContainerMetricsConfig. */
  metrics: '/metrics',
  /** The models of a multi-model endpoint: POST loads one, GET lists them. Source: AWS guide, multi-model containers. */
  models: '/models',
  /** One of these models: GET describes it, DELETE unloads it. Source: same page. */
  model: '/models/{name}',
  /** Predictions of one of these models: POST only. Source: same page. */
  invokeModel: '/models/{name}/invoke',
  /** How batch transform should send its requests, as {@link ExecutionParameters}: GET only. Source: AWS guide, batch transform. */
  executionParameters: '/execution-parameters',
} as const

/**
 * What X-Amzn-SageMaker-Session-Id holds where a caller asks for a new stateful session.
 *
 * @see SageMaker Runtime API, InvokeEndpoint
 * @public
 */
export const newSession = 'NEW_SESSION'

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
  /** Of an answer: the id of the session that this request has opened, `; Expires=` and a time in UTC. */
  newSessionId: 'x-amzn-sagemaker-new-session-id',
  /** Of an answer: the id of the session that this request has ended. */
  closedSessionId: 'x-amzn-sagemaker-closed-session-id',
  /** An expression that says whether the caller wants explanations, 1 to 64 characters. */
  enableExplanations: 'x-amzn-sagemaker-enable-explanations',
  /** What requests that begin alike have in common, for PREFIX_AWARE routing, 1 to 64 characters. */
  prefixAwareId: 'x-amzn-sagemaker-prefix-aware-id',
  /** On the caller's side of InvokeEndpointWithBidirectionalStream: the container's path, at most 100 characters. */
  modelInvocationPath: 'x-amzn-sagemaker-model-invocation-path',
  /** On the caller's side of InvokeEndpointWithBidirectionalStream: the query of that path, at most 2048 characters. */
  modelQueryString: 'x-amzn-sagemaker-model-query-string',
} as const
