import { readAwsError } from '../requests/aws-error.ts'
import { isNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { describeTuningJob, noSuchTuningJob } from './describe-tuning-job.ts'

/** Asks the job and all its trials to stop; one that has ended or is stopping stays as it is. */
export async function stopTuningJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  await request('StopHyperParameterTuningJob', signal, (options) =>
    sageMaker.stopHyperParameterTuningJob({ HyperParameterTuningJobName: name }, options),
  )
    .catch(async (error: unknown) => {
      if (isNotFound(error) || readAwsError(error).name !== 'ValidationException') throw error
      // How AWS words that there is nothing to stop is written nowhere: its state tells.
      const { HyperParameterTuningJobStatus } = await describeTuningJob(session, name, signal)
      if (HyperParameterTuningJobStatus === 'InProgress') throw error
    })
    .catch(noSuchTuningJob(session, name))
}
