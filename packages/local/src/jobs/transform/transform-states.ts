import type { Platform } from '../platform.ts'
import type { TransformJob, TransformJobStatus } from './transform-job.ts'

/** Where states are written down, and the signals of jobs that run. */
type Keeper = Pick<Platform, 'clock' | 'transformJobs' | 'stopSignals'>

/** Whether a job runs no more. */
export function isTransformTerminal({ status }: TransformJob): boolean {
  return status === 'Completed' || status === 'Failed' || status === 'Stopped'
}

/** Notes that a job has its instances: from now on it is paid for. */
export function noteTransformStart({ clock, transformJobs }: Keeper, job: TransformJob): void {
  job.startTime = clock.now().getTime()
  transformJobs.save(job)
}

/** Asks a job to stop; asking again, or asking one that has ended, changes nothing. */
export function requestTransformStop(keeper: Keeper, job: TransformJob): void {
  if (job.status !== 'InProgress') return
  enter(keeper, job, 'Stopping')
  keeper.stopSignals.stop(job.arn)
}

/** Ends a job, badly if there is a reason. */
export function endTransform(
  keeper: Keeper,
  job: TransformJob,
  status: 'Completed' | 'Failed' | 'Stopped',
  reason?: string,
): void {
  if (reason !== undefined) job.failureReason = reason
  job.endTime = keeper.clock.now().getTime()
  enter(keeper, job, status)
  keeper.stopSignals.close(job.arn)
}

function enter(
  { clock, transformJobs }: Keeper,
  job: TransformJob,
  status: TransformJobStatus,
): void {
  Object.assign(job, { status, lastModifiedTime: clock.now().getTime() })
  transformJobs.save(job)
}
