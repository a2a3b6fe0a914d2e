import type { Platform } from '../platform.ts'
import type { TuningJob } from './tuning-job.ts'

/** Where states are written down, and the signals of jobs that run. */
type Keeper = Pick<Platform, 'clock' | 'tuningJobs' | 'stopSignals'>

/** Whether a tuning job launches and waits no more. */
export function isOver({ status }: TuningJob): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

/** Asks a tuning job that runs to stop, with all that it has launched. */
export function requestTuningStop(keeper: Keeper, job: TuningJob): void {
  if (job.status !== 'InProgress') return
  enter(keeper, job, 'Stopping')
  keeper.stopSignals.stop(job.arn)
}

/** Ends a tuning job well, or as the stop that was asked for. */
export function completeTuning(keeper: Keeper, job: TuningJob): void {
  end(keeper, job, job.status === 'Stopping' ? 'Stopped' : 'Completed')
}

/** Ends a tuning job badly. */
export function failTuning(keeper: Keeper, job: TuningJob, reason: string): void {
  job.failureReason = reason
  end(keeper, job, 'Failed')
}

/** Writes down what has changed of a tuning job's trials. */
export function noteTrials({ clock, tuningJobs }: Keeper, job: TuningJob): void {
  job.lastModifiedTime = clock.now().getTime()
  tuningJobs.save(job)
}

function end(keeper: Keeper, job: TuningJob, status: TuningJob['status']): void {
  job.endTime = keeper.clock.now().getTime()
  enter(keeper, job, status)
  keeper.stopSignals.close(job.arn)
}

function enter(keeper: Keeper, job: TuningJob, status: TuningJob['status']): void {
  job.status = status
  noteTrials(keeper, job)
}
