import type { Platform } from '../platform.ts'
import type { Time } from '../resource.ts'
import type { SecondaryStatus, StopOutcome, TrainingJob, Transition } from './training-job.ts'

/** Where states are written down, and the signals of jobs that run. */
type Keeper = Pick<Platform, 'clock' | 'trainingJobs' | 'stopSignals'>

const messages: Readonly<Record<SecondaryStatus, string>> = {
  Starting: 'Starting the training job',
  Pending: 'Training job waiting for capacity',
  Downloading: 'Downloading input data',
  Training: 'Training image download completed. Training in progress.',
  Interrupted: 'Training job interrupted: its spot instances were reclaimed',
  Uploading: 'Uploading generated training model',
  Stopping: 'Stopping the training job',
  Completed: 'Training job completed',
  Failed: 'Training job failed',
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
  MaxWaitTimeExceeded: 'Training job wait time exceeded MaxWaitTimeInSeconds provided',
}

/** Whether a job runs or waits no more. */
export function isTerminal({ status }: TrainingJob): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

/** Takes a job that is not being stopped one step further; one that is stays at `Stopping`. */
export function advance(keeper: Keeper, job: TrainingJob, secondary: SecondaryStatus): void {
  if (job.status === 'InProgress') enter(keeper, job, secondary, job.status)
}

/** Notes that a job has its instances: from now on it is paid for. */
export function noteInstances({ clock }: Keeper, job: TrainingJob): void {
  job.startTime ??= clock.now().getTime()
  const { transitions } = job
  const last = transitions.at(-1)
  if (last?.status !== 'Starting') return
  transitions[transitions.length - 1] = { ...last, message: 'Preparing the instances for training' }
}

/** Asks a job to stop; asking again, or asking one that has ended, changes nothing. */
export function requestStop(keeper: Keeper, job: TrainingJob, outcome: StopOutcome): void {
  if (job.status !== 'InProgress') return
  job.stopOutcome = outcome
  enter(keeper, job, 'Stopping', 'Stopping')
  keeper.stopSignals.stop(job.arn)
}

/** Ends a job well, or as the stop that was asked for. */
export function complete(keeper: Keeper, job: TrainingJob): void {
  const status = job.stopOutcome === undefined ? 'Completed' : 'Stopped'
  end(keeper, job, job.stopOutcome ?? 'Completed', status)
}

/** Ends a job badly. */
export function fail(keeper: Keeper, job: TrainingJob, reason: string): void {
  job.failureReason = reason
  end(keeper, job, 'Failed', 'Failed')
}

function end(
  keeper: Keeper,
  job: TrainingJob,
  secondary: SecondaryStatus,
  status: TrainingJob['status'],
): void {
  const now = keeper.clock.now().getTime()
  step(job, secondary, now)
  Object.assign(job, { status, endTime: now })
  Object.assign(job.transitions.at(-1) as Transition, { endTime: now })
  keeper.trainingJobs.save(job)
  keeper.stopSignals.close(job.arn)
}

function enter(
  { clock, trainingJobs }: Keeper,
  job: TrainingJob,
  secondary: SecondaryStatus,
  status: TrainingJob['status'],
): void {
  step(job, secondary, clock.now().getTime())
  job.status = status
  trainingJobs.save(job)
}

/** Closes the last transition and opens the next. */
export function step(job: TrainingJob, secondary: SecondaryStatus, now: Time): void {
  const last = job.transitions.at(-1)
  if (last !== undefined) last.endTime = now
  job.transitions.push({ status: secondary, startTime: now, message: messages[secondary] })
  job.secondaryStatus = secondary
  job.lastModifiedTime = now
}
