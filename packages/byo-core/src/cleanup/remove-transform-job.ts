import { ignoreNotFound } from '../requests/error-kinds.ts'
import type { Session } from '../session/session.ts'
import { describeTransformJob } from '../transform/describe-transform-job.ts'
import { stopTransformJob } from '../transform/stop-transform-job.ts'
import { hasEnded } from '../transform/transform-outcome.ts'
import { waitForTransformEnd } from '../transform/wait-for-transform.ts'

/** A job that is being started stops only once it has machines, which takes minutes; in seconds. */
const stopTimeout = 1800

/** Stops a job that runs and waits for its end. SageMaker keeps its record: there is no request that deletes it. */
export async function removeTransformJob(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const job = await describeTransformJob(session, name, signal).catch(ignoreNotFound)
  if (!job || hasEnded(job)) return
  await stopTransformJob(session, name, signal)
  await waitForTransformEnd(session, name, { signal, timeout: stopTimeout })
}
