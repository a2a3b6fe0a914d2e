import { checkName } from '../naming/check-name.ts'
import { checkOwnArn, nameInArn } from '../session/name-in-arn.ts'
import type { Session } from '../session/session.ts'
import { describeTrainingJob } from './describe-training-job.ts'
import { createTrainingJobHandle, type TrainingJob } from './training-job.ts'

/**
 * The handle of a training job that is there already, started by another process or by hand. It is as
 * good as that of `startTraining`.
 *
 * @param nameOrArn - the job's name, or its ARN in the session's region
 * @throws `not-found` when there is no such job; `invalid-option`, `access-denied`
 * @public
 * @example
 * ```ts
 * import { attachTrainingJob, createSession } from '@byo/core'
 *
 * const session = await createSession()
 * const job = await attachTrainingJob(session, 'iris-20261122-094504-k3x9a0bz')
 * for await (const { message } of job.logs()) console.log(message)
 * const { modelDataUri } = await job.wait()
 * ```
 */
export async function attachTrainingJob(
  session: Session,
  nameOrArn: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<TrainingJob> {
  const noun = 'training job'
  const wanted = checkName(noun, nameInArn(session, { type: 'training-job', noun }, nameOrArn))
  const { TrainingJobName: name = wanted, TrainingJobArn: arn = nameOrArn } =
    await describeTrainingJob(session, wanted, signal)
  checkOwnArn(noun, nameOrArn, arn)
  return createTrainingJobHandle(session, name, arn)
}
