// Everything at once

export { type DeployedModel, deployModel } from './deploy-model/deploy-model.ts'
export type { DeployModelOptions } from './deploy-model/options.ts'
export type {
  RunEnded,
  RunFailed,
  StepEnded,
  StepEvent,
  StepName,
  StepResults,
  StepTrials,
} from './train-and-deploy/events.ts'
export type { JobOptions, TrainAndDeployOptions } from './train-and-deploy/options.ts'
export type { ProgramOptions } from './train-and-deploy/program-options.ts'
export type {
  EndpointRunOptions,
  ModelHostingExtras,
  ModelHostingOptions,
  RunOptions,
} from './train-and-deploy/run-options.ts'
export {
  type TrainedEndpoint,
  trainAndDeploy,
} from './train-and-deploy/train-and-deploy.ts'
export type { TrainingData } from './train-and-deploy/training-data.ts'
export type { TransformModelSettings, TransformOptions } from './transform-run/options.ts'
export { transform } from './transform-run/transform.ts'
export type { TransformData } from './transform-run/transform-data.ts'
export type { TransformResults } from './transform-run/transform-results.ts'
export type { DeployBestOptions, TrialJobOptions, TuneOptions } from './tune/options.ts'
export { type TunedModel, tune } from './tune/tune.ts'

// The dry run, and progress for people

export { formatPlan } from './dry-run/format-plan.ts'
export { planDeployModel } from './dry-run/plan-deploy-model.ts'
export { planTrainAndDeploy } from './dry-run/plan-train-and-deploy.ts'
export { planTransform } from './dry-run/plan-transform.ts'
export { planTune } from './dry-run/plan-tune.ts'
export type {
  OmittedContent,
  PlannedInputs,
  PlannedRequest,
  WithoutContent,
} from './dry-run/planned-request.ts'
export {
  type ConsoleProgressOptions,
  consoleProgress,
  consoleProgress as progress,
} from './progress/console-progress.ts'
export type { ProgressStream } from './progress/progress-stream.ts'

// Session

export type { ClientConfig, Clients, OwnClients } from './clients.ts'
export { createSession } from './session/create-session.ts'
export type { Session, SessionOptions } from './session/session.ts'

// Data and image

export type { DockerBuildOptions, DockerfileOptions } from './image/docker/dockerfile-options.ts'
export type { ImageProgress } from './image/docker/image-progress.ts'
export type { RepositoryOptions } from './image/ecr/repository-options.ts'
export type { ImagePlatform } from './image/platform.ts'
export { publishImage } from './image/publish-image.ts'
export type { PublishOptions } from './image/publish-options.ts'
export type { PublishedImage } from './image/published-image.ts'
export type { RegistryCredentials } from './image/registry/registry-credentials.ts'
export type { RegistryOptions } from './image/registry/registry-options.ts'
export type { ChannelContent, ChannelData } from './s3/channel-data.ts'
export {
  type Channel,
  type UploadOptions,
  type UploadProgress,
  uploadChannel,
} from './s3/upload-channel.ts'

// Training

export type { LogLine } from './logs/log-source.ts'
export { attachTrainingJob } from './training/attach-training-job.ts'
export type { ChannelOptions } from './training/channel-options.ts'
export type { HyperparameterValue } from './training/hyperparameters.ts'
export { type StartTrainingOptions, startTraining } from './training/start-training.ts'
export type { TrainingArtifacts } from './training/training-artifacts.ts'
export type { StopOptions, TrainingJob } from './training/training-job.ts'
export type {
  AnyHyperparameters,
  CheckpointOptions,
  TrainingOptions,
} from './training/training-options.ts'
export type { CompletedTraining } from './training/training-outcome.ts'
export type { TrainingProgress } from './training/wait-for-training.ts'
export type { WaitOptions } from './waiting/wait-options.ts'

// Hyperparameter tuning

export { type AttachTuningOptions, attachTuningJob } from './tuning/attach-tuning-job.ts'
export type { BestTrial } from './tuning/best-trial.ts'
export {
  type CategoricalRange,
  type CategoricalValue,
  type ContinuousRange,
  categorical,
  continuous,
  type IntegerRange,
  integer,
  type RangeOptions,
  type RangeScaling,
  type TunedHyperparameters,
  type TunedValue,
  type TuningRange,
  type TuningRanges,
} from './tuning/ranges.ts'
export { type StartTuningOptions, startTuning } from './tuning/start-tuning.ts'
export type { Trial } from './tuning/trial.ts'
export type { TrialCounts } from './tuning/trial-counts.ts'
export type { TuningJob } from './tuning/tuning-job.ts'
export type {
  HyperbandOptions,
  SearchOptions,
  TrialOptions,
  TuningObjective,
  TuningOptions,
  TuningTarget,
  WarmStartOptions,
} from './tuning/tuning-options.ts'
export type { CompletedTuning } from './tuning/tuning-outcome.ts'
export type { TuningProgress } from './tuning/wait-for-tuning.ts'
export { type TuningChartOptions, tuningChart } from './tuning-chart/tuning-chart.ts'

// Batch transform

export { attachTransformJob } from './transform/attach-transform-job.ts'
export { type StartTransformOptions, startTransform } from './transform/start-transform.ts'
export type { TransformJob } from './transform/transform-job.ts'
export type {
  ModelClientOptions,
  TransformFormat,
  TransformInput,
  TransformJobOptions,
  TransformSettings,
} from './transform/transform-options.ts'
export type { CompletedTransform } from './transform/transform-outcome.ts'
export type {
  ReadOptions,
  TransformedContent,
  TransformRecords,
} from './transform/transform-records.ts'
export type { TransformedObject } from './transform/transformed-object.ts'
export type { TransformProgress } from './transform/wait-for-transform.ts'

// Models

export { type CreateModelOptions, createModel, type Model } from './model/create-model.ts'
export { type DownloadOptions, downloadModel } from './model/download-model.ts'
export type {
  ContainerOptions,
  ModelOptions,
  ModelSettings,
} from './model/model-options.ts'
export {
  type ModelArchive,
  type UploadModelOptions,
  uploadModel,
} from './model/upload-model.ts'

// Hosting

export { type AttachOptions, attachEndpoint } from './endpoint/attach-endpoint.ts'
export { type AutoscalingOptions, autoscaleEndpoint } from './endpoint/autoscale.ts'
export { type DeployOptions, deployEndpoint } from './endpoint/deploy-endpoint.ts'
export type { Endpoint } from './endpoint/endpoint.ts'
export type {
  AsyncInferenceOptions,
  CapacityOptions,
  DataCaptureOptions,
  EndpointConfigExtras,
  EndpointConfigOptions,
  HostedModels,
  HostingExtras,
  HostingOptions,
  ServerlessOptions,
  VariantOptions,
} from './endpoint/hosting-options.ts'
export type { ShiftOptions } from './endpoint/shift-traffic.ts'
export {
  type EndpointUpdate,
  type UpdateEndpointOptions,
  type UpdateExtras,
  type UpdateOptions,
  updateEndpoint,
} from './endpoint/update-endpoint.ts'
export type { VariantChange } from './endpoint/update-weights.ts'
export type { EndpointProgress } from './endpoint/watch-endpoint.ts'
export type { InstanceType } from './naming/instance-type.ts'
export type { VpcOptions } from './requests/format-vpc.ts'
export type { ImageConfigOptions } from './requests/image-config.ts'
export type { SdkOptions } from './requests/with-sdk-options.ts'

// Asking endpoints

export type { AsyncInvocation } from './invoke/async-invocation.ts'
export type { Invocation, InvocationFacts } from './invoke/invocation.ts'
export { invokeAsync } from './invoke/invoke-async.ts'
export type { InvokeAsyncOptions } from './invoke/invoke-async-options.ts'
export { invokeEndpoint } from './invoke/invoke-endpoint.ts'
export type { InvokeOptions, InvokeStreamOptions } from './invoke/invoke-options.ts'
export { type InvocationStream, invokeStream } from './invoke/invoke-stream.ts'
export type { JsonValue, PredictInput, PredictTable } from './invoke/predict-input.ts'
export type { Prediction } from './invoke/prediction.ts'

// Cleaning up

export { cleanUp } from './cleanup/clean-up.ts'
export { createLedger, type Ledger } from './ledger.ts'
export type { CleanUpReport, Leftover, Resource, ResourceKind } from './resource.ts'

// Errors

export { CleanUpError } from './cleanup/clean-up-error.ts'
export { EndpointError } from './endpoint/endpoint-error.ts'
export { ByoError, type ByoErrorCode, isByoError, RequestError } from './errors.ts'
export { ImageError } from './image/image-error.ts'
export { InvocationError } from './invoke/invocation-error.ts'
export { TrainingError } from './training/training-error.ts'
export { TransformError } from './transform/transform-error.ts'
export { type TrialOutcome, TuningError } from './tuning/tuning-error.ts'
