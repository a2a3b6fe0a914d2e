import { checkName } from '../naming/check-name.ts'
import { checkOwnArn, nameInArn } from '../session/name-in-arn.ts'
import type { Session } from '../session/session.ts'
import { describeTransformJob } from './describe-transform-job.ts'
import { createTransformJobHandle, type TransformJob } from './transform-job.ts'

/**
 * The handle of a transform job that is there already, started by another process or by hand. It is as good as that
 * of `startTransform`.
 *
 * @param nameOrArn - the job's name, or its ARN in the session's region
 * @throws `not-found` when there is no such job; `invalid-option`, `access-denied`
 * @public
 * @example
 * ```ts
 * import { attachTransformJob, createSession } from '@byo/core'
 *
 * const session = await createSession()
 * const job = await attachTransformJob(session, 'transform-20261122-094504-k3x9a0bz')
 * await job.wait()
 * for await (const { inputUri, outputUri } of job.objects()) console.log(inputUri, outputUri)
 * ```
 */
export async function attachTransformJob(
  session: Session,
  nameOrArn: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<TransformJob> {
  const noun = 'transform job'
  const wanted = checkName(noun, nameInArn(session, { type: 'transform-job', noun }, nameOrArn))
  const { TransformJobName: name = wanted, TransformJobArn: arn = nameOrArn } =
    await describeTransformJob(session, wanted, signal)
  checkOwnArn(noun, nameOrArn, arn)
  return createTransformJobHandle(session, name, arn)
}
