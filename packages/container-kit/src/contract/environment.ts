/**
 * Names of the environment variables of the contract: those that the platform sets and those that AWS's
 * own toolkits read, so that users find what they know, and one of our own.
 *
 * @public
 */
export const environmentVariables = {
  /** `train` or `serve`, for a job or image whose command line has neither. Ours, not AWS's. */
  command: 'BYO_COMMAND',
  /** Moves `/opt/ml` (sagemaker-training-toolkit and sagemaker-inference-toolkit read it too). */
  baseDir: 'SAGEMAKER_BASE_DIR',
  /** Name of the training job. Source: AWS guide, training environment. */
  trainingJobName: 'TRAINING_JOB_NAME',
  /** ARN of the training job. Source: AWS guide, training environment. */
  trainingJobArn: 'TRAINING_JOB_ARN',
  /** The region, seen in real jobs and endpoints. */
  region: 'AWS_REGION',
  /** A file `{"LocalPath": …}` that says where checkpoints are kept, seen in real jobs. */
  checkpointConfigFile: 'CHECKPOINT_CONFIG_FILE_PATH',
  /** A folder for metrics as JSON lines, one file a process, seen in real jobs. */
  metricsDirectory: 'SAGEMAKER_METRICS_DIRECTORY',
  /** The script to run, told again to programs that are run. Source: sagemaker-training-toolkit. */
  program: 'SAGEMAKER_PROGRAM',
  /** The framework's module, told again to programs that are run. Source: sagemaker-training-toolkit. */
  trainingModule: 'SAGEMAKER_TRAINING_MODULE',
  /** A folder that a warm pool keeps from job to job. Source: AWS guide, warm pools. */
  warmPoolCacheDir: 'SAGEMAKER_MANAGED_WARMPOOL_CACHE_DIRECTORY',
  /** The port to serve on instead of 8080. Source: AWS guide, inference pipelines. */
  bindToPort: 'SAGEMAKER_BIND_TO_PORT',
  /** Largest request body in MiB; 0 means no limit. Set by batch transform if the user set it. */
  maxPayloadInMb: 'SAGEMAKER_MAX_PAYLOAD_IN_MB',
  /** `true` in a container of a multi-model endpoint. Source: AWS guide, multi-model containers. */
  multiModel: 'SAGEMAKER_MULTI_MODEL',
  /** Whether stateful sessions are served, `true` or `false`. Source: model-hosting-container-standards. */
  enableStatefulSessions: 'SAGEMAKER_ENABLE_STATEFUL_SESSIONS',
  /** Seconds that a stateful session lives. Source: model-hosting-container-standards. */
  sessionsExpiration: 'SAGEMAKER_SESSIONS_EXPIRATION',
  /** `true` in a batch transform. Source: AWS guide, batch transform. */
  batch: 'SAGEMAKER_BATCH',
  /** `SINGLE_RECORD` or `MULTI_RECORD`; set by batch transform if the user set it. Source: AWS guide, batch transform. */
  batchStrategy: 'SAGEMAKER_BATCH_STRATEGY',
  /** Requests that batch transform sends at once, if the user set it. Source: AWS guide, batch transform. */
  maxConcurrentTransforms: 'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS',
  /** Seconds that a prediction may take. Source: sagemaker-inference-toolkit. */
  modelServerTimeout: 'SAGEMAKER_MODEL_SERVER_TIMEOUT',
  /** Threads or processes that run handlers. Source: sagemaker-inference-toolkit. */
  modelServerWorkers: 'SAGEMAKER_MODEL_SERVER_WORKERS',
  /** `Accept` to assume where a request has none or takes anything. Source: sagemaker-inference-toolkit. */
  defaultInvocationsAccept: 'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT',
  /** Log level, a number (10 debug … 50 critical) or a name. Source: sagemaker-inference-toolkit. */
  logLevel: 'SAGEMAKER_CONTAINER_LOG_LEVEL',
  /** Seconds in which a serving program takes new requests after SIGTERM; read by this package's programs alone. */
  lingerSeconds: 'BYO_LINGER_SECONDS',
} as const
