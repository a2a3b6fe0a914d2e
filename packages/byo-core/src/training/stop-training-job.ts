import { isNotRunning } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** Asks the job to stop; one that has ended stays as it is. */
export async function stopTrainingJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  try {
    await request('StopTrainingJob', signal, (options) =>
      sageMaker.stopTrainingJob({ TrainingJobName: name }, options),
    )
  } catch (error) {
    if (!isNotRunning(error)) throw error
  }
}
