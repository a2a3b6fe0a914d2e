import type { ProgramScope } from '../program-environment.ts'
import type { Resource } from '../resource.ts'
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
  readonly startTime: Date
  endTime?: Date
  readonly message: string
}

/** The last value of one metric in a job's log. */
export interface MetricValue {
  readonly name: string
  readonly value: number
  readonly time: Date
}

/** A training job: what was asked, and how far it is. */
export interface TrainingJob extends Resource {
  readonly request: TrainingRequest
  readonly scope: ProgramScope
  readonly transitions: Transition[]
  /** Aborts when the job is to stop. */
  readonly stop: AbortController
  readonly metrics: Map<string, MetricValue>
  status: TrainingJobStatus
  secondaryStatus: SecondaryStatus
  lastModifiedTime: Date
  stopOutcome?: StopOutcome
  startTime?: Date
  endTime?: Date
  failureReason?: string
  /** The S3 URI of the model, once it can be read. */
  modelArtifacts?: string
}

const messages: Readonly<Record<SecondaryStatus, string>> = {
  Starting: 'Starting the training job',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Uploading: 'Uploading generated training model',
  Stopping: 'Stopping the training job',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds',
}

/** Whether a job runs or waits no more. */
export function isTerminal({ status }: TrainingJob): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

/** Takes a job one step further: closes the last transition and opens the next. */
export function enter(job: TrainingJob, secondary: SecondaryStatus, now: Date): void {
  const last = job.transitions.at(-1)
  if (last !== undefined) last.endTime = now
  const isEnd = ['Completed', 'Failed', 'Stopped', 'MaxRuntimeExceeded'].includes(secondary)
  job.transitions.push({
    status: secondary,
    startTime: now,
    ...(isEnd && { endTime: now }),
    message: messages[secondary],
  })
  job.secondaryStatus = secondary
  job.lastModifiedTime = now
}

/** Takes a job that is not being stopped one step further; one that is stays at `Stopping`. */
export function advance(job: TrainingJob, secondary: SecondaryStatus, now: Date): void {
  if (job.status === 'InProgress') enter(job, secondary, now)
}

/** Asks a job to stop; asking again, or asking one that has ended, changes nothing. */
export function requestStop(job: TrainingJob, outcome: StopOutcome, now: Date): void {
  if (job.status !== 'InProgress') return
  job.status = 'Stopping'
  job.stopOutcome = outcome
  enter(job, 'Stopping', now)
  job.stop.abort()
}

/** Ends a job well, or as the stop that was asked for. */
export function complete(job: TrainingJob, now: Date): void {
  end(
    job,
    job.stopOutcome === undefined ? 'Completed' : 'Stopped',
    job.stopOutcome ?? 'Completed',
    now,
  )
}

/** Ends a job badly. */
export function fail(job: TrainingJob, reason: string, now: Date): void {
  job.failureReason = reason
  end(job, 'Failed', 'Failed', now)
}

function end(
  job: TrainingJob,
  status: TrainingJobStatus,
  secondary: SecondaryStatus,
  now: Date,
): void {
  enter(job, secondary, now)
  job.status = status
  job.endTime = now
}
