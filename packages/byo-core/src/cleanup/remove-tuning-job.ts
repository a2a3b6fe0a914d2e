import { concurrently } from '../concurrently.ts'
import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { describeTuningJob, tuningHasEnded } from '../tuning/describe-tuning-job.ts'
import { listTrials } from '../tuning/list-trials.ts'
import { stopTuningJob } from '../tuning/stop-tuning-job.ts'
import { waitForTuningEnd } from '../tuning/wait-for-tuning-end.ts'
import { removeTrainingJob } from './remove-training-job.ts'

/** Trials have 120 s to save what they have, and then upload it. */
const stopTimeout = 900
/** How many trials are removed at a time. */
const atOnce = 4

/**
 * Stops a search that runs and waits for its end and that of its trials; then deletes their records and its own,
 * unless they are to be kept.
 */
export async function removeTuningJob(
  session: Session,
  name: string,
  {
    keepRecords,
    signal,
  }: { readonly keepRecords: boolean; readonly signal: AbortSignal | undefined },
): Promise<void> {
  const job = await describeTuningJob(session, name, signal).catch(ignoreNotFound)
  if (!job) return
  if (!tuningHasEnded(job)) {
    await stopTuningJob(session, name, signal)
    await waitForTuningEnd(session, name, { signal, timeout: stopTimeout })
  }
  const trials = await listTrials(session, name, signal)
  const toEnd = keepRecords
    ? trials.filter(({ TrainingJobStatus: status }) => /InProgress|Stopping/.test(`${status}`))
    : trials
  await concurrently(atOnce, toEnd, ({ TrainingJobName = '' }) =>
    removeTrainingJob(session, TrainingJobName, { keepRecord: keepRecords, signal }),
  )
  if (keepRecords) return
  const sageMaker = await session.clients.sageMaker()
  await request('DeleteHyperParameterTuningJob', signal, (options) =>
    sageMaker.deleteHyperParameterTuningJob({ HyperParameterTuningJobName: name }, options),
  ).catch(ignoreNotFound)
}
