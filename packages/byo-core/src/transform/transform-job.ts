import type { DescribeTransformJobResponse } from '@aws-sdk/client-sagemaker'
import { followLog } from '../logs/follow-log.ts'
import type { LogLine } from '../logs/log-source.ts'
import { readLogTail } from '../logs/read-log-tail.ts'
import type { Session } from '../session/session.ts'
import type { StopOptions } from '../training/training-job.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { describeTransformJob } from './describe-transform-job.ts'
import { listOutputs } from './list-outputs.ts'
import { stopTransformJob } from './stop-transform-job.ts'
import { type CompletedTransform, hasEnded } from './transform-outcome.ts'
import { createRecords, type ReadOptions, type TransformRecords } from './transform-records.ts'
import type { TransformedObject } from './transformed-object.ts'
import {
  type TransformProgress,
  transformLog,
  waitForTransform,
  waitForTransformEnd,
} from './wait-for-transform.ts'

/**
 * A transform job that was started. What it has stored by now can be read; it stores all when it ends, and nothing
 * when it's stopped.
 *
 * @public
 */
export interface TransformJob extends TransformRecords {
  /** The job's name, such as `iris-1`. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:transform-job/iris-1`. */
  readonly arn: string
  /**
   * Waits for the job to be completed; first look at once.
   *
   * @throws `transform-failed`, `transform-stopped`, `capacity-error`, `quota-exceeded` (each a `TransformError`),
   * `timeout`, `aborted`, `access-denied`, `not-found`
   */
  wait(options?: WaitOptions<TransformProgress>): Promise<CompletedTransform>
  /** Asks it to stop. One that has ended stays as it is. */
  stop(options?: StopOptions): Promise<void>
  /**
   * The inputs whose outputs are there, in the order of inputs: after a failure those that were transformed all the
   * same. Inputs that are gone by now are left out.
   */
  outputs(options?: ReadOptions): Promise<readonly TransformedObject[]>
  /** SageMaker's own description. */
  describe(options?: { readonly signal?: AbortSignal }): Promise<DescribeTransformJobResponse>
  /** Its log as it's written, each line once, until the job has ended. */
  logs(options?: { readonly signal?: AbortSignal }): AsyncIterable<LogLine>
  /** The last lines of its log, oldest first. @defaultValue 20 lines */
  logTail(options?: { readonly lines?: number; readonly signal?: AbortSignal }): Promise<LogLine[]>
}

/** The handle of a job by its name. */
export function createTransformJobHandle(
  session: Session,
  name: string,
  arn: string,
): TransformJob {
  const list = async (signal: AbortSignal | undefined) => {
    const job = await describeTransformJob(session, name, signal)
    return (await listOutputs(session, job, signal)).transformed
  }
  return {
    name,
    arn,
    wait: (options = {}) => waitForTransform(session, name, options),
    async stop({ signal, wait = false } = {}) {
      await stopTransformJob(session, name, signal)
      if (wait) await waitForTransformEnd(session, name, { signal })
    },
    outputs: ({ signal } = {}) => list(signal),
    ...createRecords(session, list),
    describe: ({ signal } = {}) => describeTransformJob(session, name, signal),
    logs: ({ signal } = {}) => {
      const ended = async () => hasEnded(await describeTransformJob(session, name, signal))
      return followLog(session, transformLog(name), ended, signal)
    },
    logTail: ({ lines = 20, signal } = {}) =>
      readLogTail(session, transformLog(name), { lines, signal }),
  }
}
