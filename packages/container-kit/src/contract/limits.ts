/**
 * Numbers of the contract, each with its unit in its name.
 *
 * @public
 */
export const limits = {
  /** Characters of `output/failure` that become `FailureReason` (DescribeTrainingJob allows 1024). */
  failureReasonChars: 1024,
  /** Seconds between SIGTERM and SIGKILL when a training job is stopped. Source: API, StoppingCondition. */
  trainingStopGraceSeconds: 120,
  /** Seconds between SIGTERM and SIGKILL of a serving container. Source: AWS guide, "Use your own inference code". */
  hostingStopGraceSeconds: 30,
  /** Seconds that AWS's training toolkit waits for the addresses of a job's hosts. Source: sagemaker-training-toolkit. */
  hostsTimeoutSeconds: 900,
  /** Metric definitions of one job. Source: API, MetricDefinitionList. */
  metricDefinitions: 40,
  /** Characters of a metric's name. Source: API, MetricName. */
  metricNameChars: 255,
  /** Characters of a metric's regular expression. Source: API, MetricRegex. */
  metricRegexChars: 500,
  /** Port to serve on where SAGEMAKER_BIND_TO_PORT says nothing else. Source: same page. */
  defaultPort: 8080,
  /** Seconds within which /ping must answer. Source: same page. */
  pingTimeoutSeconds: 2,
  /** Milliseconds within which a connection must be accepted. Source: same page. */
  acceptMilliseconds: 250,
  /** Seconds within which a real-time invocation must be answered. Source: same page. */
  invocationTimeoutSeconds: 60,
  /** Seconds within which an invocation of a batch transform must be answered, at most. Source: API, ModelClientConfig. */
  batchTimeoutSeconds: 3600,
  /** Seconds within which a streamed answer must end. Source: AWS hosting FAQ. */
  streamTimeoutSeconds: 480,
  /** Seconds an endpoint may take to its first healthy /ping. Source: same page (4 minutes before 2024). */
  startupTimeoutSeconds: 480,
  /** Bytes of a real-time request or answer, 25 MiB. Source: AWS hosting FAQ (earlier 6 MB; the API model still says 6,291,456). */
  payloadBytes: 26_214_400,
  /** Bytes of a request of a batch transform, 100 MiB. Source: API, MaxPayloadInMB. */
  batchPayloadBytes: 104_857_600,
  /** MB of all requests of a batch transform that are under way at once. Source: API, MaxPayloadInMB. */
  batchConcurrentMegabytes: 100,
  /** Hyperparameters in one job. Source: API, HyperParameters. */
  hyperparameters: 100,
  /** Characters of a hyperparameter's name. Source: API, HyperParameterKey. */
  hyperparameterKeyChars: 256,
  /** Characters of a hyperparameter's value. Source: API, HyperParameterValue. */
  hyperparameterValueChars: 2500,
  /** Channels in one job. Source: API, InputDataConfig. */
  channels: 20,
  /** Characters of a channel's name. Source: API, ChannelName. */
  channelNameChars: 64,
  /** Characters of X-Amzn-SageMaker-Custom-Attributes. Source: API, CustomAttributesHeader. */
  customAttributesChars: 1024,
  /** Characters of X-Amzn-SageMaker-Target-Model. Source: API, TargetModelHeader. */
  targetModelChars: 1024,
  /** Characters of X-Amzn-SageMaker-New-Session-Id, with its time. Source: API, NewSessionResponseHeader. */
  newSessionChars: 256,
  /** Seconds that a stateful session lives where nobody says otherwise. Source: model-hosting-container-standards. */
  sessionExpirationSeconds: 1200,
  /** Characters of an error body that reach the caller as OriginalMessage. Source: API, ModelError. */
  originalMessageChars: 2048,
} as const
