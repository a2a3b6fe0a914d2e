import type { DescribeTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { followLog } from '../logs/follow-log.ts'
import type { LogLine } from '../logs/log-source.ts'
import { readLogTail } from '../logs/read-log-tail.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { stopTrainingJob } from './stop-training-job.ts'
import { type TrainingArtifacts, trainingArtifacts } from './training-artifacts.ts'
import { type CompletedTraining, finalMetrics, hasEnded } from './training-outcome.ts'
import {
  type TrainingProgress,
  trainingLog,
  waitForTraining,
  waitForTrainingEnd,
} from './wait-for-training.ts'

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
   * @throws `training-failed`, `training-stopped`, `max-runtime-exceeded`, `capacity-error`, `quota-exceeded`
   * (each a `TrainingError`), `timeout`, `aborted`, `access-denied`, `not-found`
   */
  wait(options?: WaitOptions<TrainingProgress>): Promise<CompletedTraining>
  /** Asks it to stop; it then has 120 s to save what it has. One that has ended stays as it is. */
  stop(options?: StopOptions): Promise<void>
  /** The last value of each metric that the job's definitions have found in its log so far. */
  metrics(options?: { readonly signal?: AbortSignal }): Promise<Readonly<Record<string, number>>>
  /** Where in S3 the archives are of its model and of its other output. */
  artifacts(options?: { readonly signal?: AbortSignal }): Promise<TrainingArtifacts>
  /** SageMaker's own description. */
  describe(options?: { readonly signal?: AbortSignal }): Promise<DescribeTrainingJobResponse>
  /** Its log as it's written, each line once, until the job has ended. */
  logs(options?: { readonly signal?: AbortSignal }): AsyncIterable<LogLine>
  /** The last lines of its log, oldest first. @defaultValue 20 lines */
  logTail(options?: { readonly lines?: number; readonly signal?: AbortSignal }): Promise<LogLine[]>
}

/**
 * How to stop a training job.
 *
 * @public
 */
export interface StopOptions {
  /** Ends the request or the wait with an `aborted` error; a job that was asked to stop stops all the same. */
  readonly signal?: AbortSignal | undefined
  /** Waits until the job has ended and what it saved is in S3. @defaultValue false */
  readonly wait?: boolean | undefined
}

/** The handle of a job by its name. */
export function createTrainingJobHandle(session: Session, name: string, arn: string): TrainingJob {
  return {
    name,
    arn,
    wait: (options = {}) => waitForTraining(session, name, options),
    async stop({ signal, wait = false } = {}) {
      await stopTrainingJob(session, name, signal)
      if (wait) await waitForTrainingEnd(session, name, { signal })
    },
    metrics: async ({ signal } = {}) =>
      finalMetrics(await describeTrainingJob(session, name, signal)),
    artifacts: async ({ signal } = {}) =>
      trainingArtifacts(await describeTrainingJob(session, name, signal)),
    describe: ({ signal } = {}) => describeTrainingJob(session, name, signal),
    logs: ({ signal } = {}) => {
      const ended = async () => hasEnded(await describeTrainingJob(session, name, signal))
      return followLog(session, trainingLog(name), ended, signal)
    },
    logTail: ({ lines = 20, signal } = {}) =>
      readLogTail(session, trainingLog(name), { lines, signal }),
  }
}
