/**
 * Labels of an image that tell SageMaker what its containers can do; each has the value `true`.
 *
 * @public
 */
export const capabilityLabels = {
  /** Serves many models that come and go. Source: AWS guide, multi-model containers. */
  multiModels: 'com.amazonaws.sagemaker.capabilities.multi-models',
  /** Listens on SAGEMAKER_BIND_TO_PORT, as pipelines need. Source: AWS guide, inference pipelines. */
  acceptBindToPort: 'com.amazonaws.sagemaker.capabilities.accept-bind-to-port',
  /** Takes WebSocket connections. Source: Runtime API, InvokeEndpointWithBidirectionalStream. */
  bidirectionalStreaming: 'com.amazonaws.sagemaker.capabilities.bidirectional-streaming',
} as const
