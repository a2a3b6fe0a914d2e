import type { Resource, Time } from '../resource.ts'
import type { TrainingRequest } from './training-request.ts'

/** Where a training job stands, in SageMaker's words. */
type TrainingJobStatus = 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped'

/** The finer states, in the order in which a job runs through them. */
export type SecondaryStatus =
  | 'Starting'
  | 'Downloading'
  | 'Training'
  | 'Uploading'
  | 'Stopping'
  | 'Completed'
  | 'Failed'
  | StopOutcome

/** How a job ends that was stopped: by its user, or because its time was up. */
export type StopOutcome = 'Stopped' | 'MaxRuntimeExceeded'

/** One step of a job's way, with the time it took. */
export interface Transition {
  readonly status: SecondaryStatus
  readonly startTime: Time
  endTime?: Time
  readonly message: string
}

/** The last value of one metric in a job's log. */
export interface MetricValue {
  readonly name: string
  readonly value: number
  readonly time: Time
}

/** A training job: what was asked, and how far it is. */
export interface TrainingJob extends Resource {
  readonly request: TrainingRequest
  readonly transitions: Transition[]
  /** One of each name. */
  metrics: readonly MetricValue[]
  status: TrainingJobStatus
  secondaryStatus: SecondaryStatus
  lastModifiedTime: Time
  stopOutcome?: StopOutcome
  startTime?: Time
  endTime?: Time
  failureReason?: string
  /** The S3 URI of the model, once it can be read. */
  modelArtifacts?: string
}
