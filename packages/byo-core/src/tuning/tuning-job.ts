import type { DescribeHyperParameterTuningJobResponse } from '@aws-sdk/client-sagemaker'
import type { Session } from '../session/session.ts'
import type { StopOptions } from '../training/training-job.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { type BestTrial, findBest } from './best-trial.ts'
import { describeTuningJob } from './describe-tuning-job.ts'
import { listTrials } from './list-trials.ts'
import type { TuningRanges } from './ranges.ts'
import { stopTuningJob } from './stop-tuning-job.ts'
import { type Trial, trialOf } from './trial.ts'
import type { CompletedTuning } from './tuning-outcome.ts'
import { type TuningProgress, waitForTuning } from './wait-for-tuning.ts'
import { waitForTuningEnd } from './wait-for-tuning-end.ts'

/**
 * A tuning job that was started.
 *
 * @public
 */
export interface TuningJob<Ranges extends TuningRanges = TuningRanges> {
  /** The job's name, such as `iris-1`. */
  readonly name: string
  /** Such as `arn:aws:sagemaker:eu-west-1:123456789012:hyper-parameter-tuning-job/iris-1`. */
  readonly arn: string
  /**
   * Waits for the job's end; first look at once. One that was stopped, or that was out of time, is as good as its best
   * trial. `onProgress` is told of all trials whenever one of them starts or ends.
   *
   * @throws `tuning-failed`, `objective-not-found`, `tuning-stopped` (each a `TuningError` that has the trials),
   * `timeout`, `aborted`, `access-denied`, `not-found`
   */
  wait(options?: WaitOptions<TuningProgress<Ranges>>): Promise<CompletedTuning<Ranges>>
  /** Asks it and its trials to stop; those then have 120 s to save what they have. What has ended stays as it is. */
  stop(options?: StopOptions): Promise<void>
  /** All trials so far, in the order in which they were asked for. */
  trials(options?: { readonly signal?: AbortSignal }): Promise<readonly Trial<Ranges>[]>
  /** The best trial so far; undefined until one has told its objective. */
  best(options?: { readonly signal?: AbortSignal }): Promise<BestTrial<Ranges> | undefined>
  /** SageMaker's own description. */
  describe(options?: {
    readonly signal?: AbortSignal
  }): Promise<DescribeHyperParameterTuningJobResponse>
}

/** What the handle of a tuning job needs to know. */
export interface TuningJobFacts<Ranges extends TuningRanges> {
  readonly name: string
  readonly arn: string
  readonly ranges: Ranges
}

/** The handle of a job by its name. */
export function createTuningJobHandle<Ranges extends TuningRanges>(
  session: Session,
  { name, arn, ranges }: TuningJobFacts<Ranges>,
): TuningJob<Ranges> {
  return {
    name,
    arn,
    wait: (options = {}) => waitForTuning(session, name, ranges, options),
    async stop({ signal, wait = false } = {}) {
      await stopTuningJob(session, name, signal)
      if (wait) await waitForTuningEnd(session, name, { signal })
    },
    trials: async ({ signal } = {}) =>
      (await listTrials(session, name, signal)).map((summary) => trialOf(summary, ranges)),
    async best({ signal } = {}) {
      const job = await describeTuningJob(session, name, signal)
      return findBest(session, { job, ranges, signal })
    },
    describe: ({ signal } = {}) => describeTuningJob(session, name, signal),
  }
}
