/**
 * Names of the environment variables of the contract: those that the platform sets and those that AWS's
 * own toolkits read, so that users find what they know.
 *
 * @public
 */
export const environmentVariables = {
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
  /** A folder that a warm pool keeps from job to job. Source: AWS guide, warm pools. */
  warmPoolCacheDir: 'SAGEMAKER_MANAGED_WARMPOOL_CACHE_DIRECTORY',
  /** The port to serve on instead of 8080. Source: AWS guide, inference pipelines. */
  bindToPort: 'SAGEMAKER_BIND_TO_PORT',
  /** Largest request body in MiB; 0 means no limit. Set by batch transform if the user set it. */
  maxPayloadInMb: 'SAGEMAKER_MAX_PAYLOAD_IN_MB',
  /** `true` in a batch transform. Source: AWS guide, batch transform. */
  batch: 'SAGEMAKER_BATCH',
  /** Seconds that a prediction may take. Source: sagemaker-inference-toolkit. */
  modelServerTimeout: 'SAGEMAKER_MODEL_SERVER_TIMEOUT',
  /** Threads or processes that run handlers. Source: sagemaker-inference-toolkit. */
  modelServerWorkers: 'SAGEMAKER_MODEL_SERVER_WORKERS',
  /** `Accept` to assume where a request has none or takes anything. Source: sagemaker-inference-toolkit. */
  defaultInvocationsAccept: 'SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT',
  /** Log level, a number (10 debug … 50 critical) or a name. Source: sagemaker-inference-toolkit. */
  logLevel: 'SAGEMAKER_CONTAINER_LOG_LEVEL',
} as const
