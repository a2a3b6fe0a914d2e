import { isNotRunning } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { noSuchJob } from './describe-training-job.ts'

/** Asks the job to stop; one that has ended stays as it is. */
export async function stopTrainingJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  await request('StopTrainingJob', signal, (options) =>
    sageMaker.stopTrainingJob({ TrainingJobName: name }, options),
  )
    .catch((error: unknown) => {
      if (!isNotRunning(error)) throw error
    })
    .catch(noSuchJob(session, name))
}
