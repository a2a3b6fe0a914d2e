import type { Resource, Time } from '../resource.ts'
import type { TrainingRequest } from './training-request.ts'

/** Where a training job stands, in SageMaker's words. */
type TrainingJobStatus = 'InProgress' | 'Stopping' | 'Completed' | 'Failed' | 'Stopped'

/** The finer states, in the order in which a job runs through them. */
export type SecondaryStatus =
  | 'Starting'
  | 'Pending'
  | 'Downloading'
  | 'Training'
  | 'Interrupted'
  | 'Uploading'
  | 'Stopping'
  | 'Completed'
  | 'Failed'
  | StopOutcome

/** How a job ends that was stopped: by its user, or because its time was up. */
export type StopOutcome = 'Stopped' | 'MaxRuntimeExceeded' | 'MaxWaitTimeExceeded'

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

/** The instances that a job keeps after its end for one like it. */
export interface WarmPool {
  readonly status: 'InUse' | 'Available' | 'Reused' | 'Terminated'
  readonly keepAliveSeconds: number
  readonly availableSince?: Time
  /** How long they were kept for nobody; known once that is over. */
  readonly retainedSeconds?: number
  readonly reusedByJob?: string
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
  /** How long it has had instances, in all its attempts. */
  runMilliseconds: number
  failureReason?: string
  /** The S3 URI of the model, once it can be read. */
  modelArtifacts?: string
  warmPool?: WarmPool
  /** The tuning job that has launched it, if one has. */
  readonly tuningJobArn?: string
  /** What was asked to be profiled since, as it is to be described. */
  profiling?: object
}
