import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { describeTrainingJob } from '../training/describe-training-job.ts'
import { stopTrainingJob } from '../training/stop-training-job.ts'
import { hasEnded } from '../training/training-outcome.ts'
import { waitForTrainingEnd } from '../training/wait-for-training.ts'

/** A job has 120 s to save what it has, and then uploads it. */
const stopTimeout = 900

/** Stops a job that runs and waits for its end; then deletes its record, unless that's to be kept. */
export async function removeTrainingJob(
  session: Session,
  name: string,
  {
    keepRecord,
    signal,
  }: { readonly keepRecord: boolean; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const job = await describeTrainingJob(session, name, signal).catch(ignoreNotFound)
  if (!job) return
  if (!hasEnded(job)) {
    await stopTrainingJob(session, name, signal)
    await waitForTrainingEnd(session, name, { signal, timeout: stopTimeout })
  }
  if (keepRecord) return
  const sageMaker = await session.clients.sageMaker()
  await request('DeleteTrainingJob', signal, (options) =>
    sageMaker.deleteTrainingJob({ TrainingJobName: name }, options),
  ).catch(ignoreNotFound)
}
