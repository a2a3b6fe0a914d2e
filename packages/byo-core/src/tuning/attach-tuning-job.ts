import { checkName, maxTuningNameLength } from '../naming/check-name.ts'
import { checkOwnArn, nameInArn } from '../session/name-in-arn.ts'
import type { Session } from '../session/session.ts'
import { describeTuningJob } from './describe-tuning-job.ts'
import type { TuningRanges } from './ranges.ts'
import { readRanges } from './tuning-facts.ts'
import { createTuningJobHandle, type TuningJob } from './tuning-job.ts'

/**
 * What `attachTuningJob` takes besides the job.
 *
 * @public
 */
export interface AttachTuningOptions<Ranges extends TuningRanges = TuningRanges> {
  /**
   * The ranges that the job was started with, for the types of hyperparameters and categories that are no texts.
   *
   * @defaultValue what SageMaker tells of the job's ranges
   */
  readonly ranges?: Ranges | undefined
  /** Ends the request with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

/**
 * The handle of a tuning job that is there already, started by another process or by hand. Its trials'
 * hyperparameters have the types that the job's ranges tell: numbers, and texts for what is categorical.
 *
 * @param nameOrArn - the job's name, or its ARN in the session's region
 * @throws `not-found` when there is no such job; `invalid-option`, `access-denied`
 * @public
 * @example
 * ```ts
 * import { attachTuningJob, createSession } from '@byo/core'
 *
 * const session = await createSession()
 * const job = await attachTuningJob(session, 'tuning-20261122-094504-k3x9a0bz')
 * console.table(await job.trials())
 * const { best } = await job.wait()
 * ```
 */
export async function attachTuningJob<const Ranges extends TuningRanges = TuningRanges>(
  session: Session,
  nameOrArn: string,
  { ranges, signal }: AttachTuningOptions<Ranges> = {},
): Promise<TuningJob<Ranges>> {
  const noun = 'tuning job'
  const named = nameInArn(session, { type: 'hyper-parameter-tuning-job', noun }, nameOrArn)
  const wanted = checkName(noun, named, maxTuningNameLength)
  const job = await describeTuningJob(session, wanted, signal)
  const {
    HyperParameterTuningJobName: name = wanted,
    HyperParameterTuningJobArn: arn = nameOrArn,
  } = job
  checkOwnArn(noun, nameOrArn, arn)
  // Without ranges of the caller's their type is the general one.
  const known = ranges ?? (readRanges(job) as Ranges)
  return createTuningJobHandle(session, { name, arn, ranges: known })
}
