import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { followLog } from '../logs/follow-log.ts'
import type { LogLine } from '../logs/log-source.ts'
import { readLogTail } from '../logs/read-log-tail.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { stopTrainingJob } from './stop-training-job.ts'
import { type CompletedTraining, hasEnded } from './training-outcome.ts'
import { type TrainingProgress, trainingLog, waitForTraining } from './wait-for-training.ts'

/**
 * A training job that was started.
 *
 * @public
 */
export interface TrainingJob {
  /** The job's name, such as `iris-1`. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:training-job/iris-1`. */
  readonly arn: string
  /**
   * Waits for the job to be completed; first look at once.
   *
   * @throws `training-failed`, `training-stopped`, `max-runtime-exceeded` (each a `TrainingError`),
   * `timeout`, `aborted`, `access-denied`
   */
  wait(options?: WaitOptions<TrainingProgress>): Promise<CompletedTraining>
  /** Asks it to stop; it then has 120 s to save what it has. One that has ended stays as it is. */
  stop(options?: { readonly signal?: AbortSignal }): Promise<void>
  /** SageMaker's own description. */
  describe(options?: { readonly signal?: AbortSignal }): Promise<DescribeTrainingJobResponse>
  /** Its log as it's written, each line once, until the job has ended. */
  logs(options?: { readonly signal?: AbortSignal }): AsyncIterable<LogLine>
  /** The last lines of its log, oldest first. @defaultValue 20 lines */
  logTail(options?: { readonly lines?: number; readonly signal?: AbortSignal }): Promise<LogLine[]>
}

/** The handle of a job by its name. */
export function createTrainingJobHandle(session: Session, name: string, arn: string): TrainingJob {
  return {
    name,
    arn,
    wait: (options = {}) => waitForTraining(session, name, options),
    stop: ({ signal } = {}) => stopTrainingJob(session, name, signal),
    describe: ({ signal } = {}) => describeTrainingJob(session, name, signal),
    logs: ({ signal } = {}) => {
      const ended = async () => hasEnded(await describeTrainingJob(session, name, signal))
      return followLog(session, trainingLog(name), ended, signal)
    },
    logTail: ({ lines = 20, signal } = {}) =>
      readLogTail(session, trainingLog(name), { lines, signal }),
  }
}
