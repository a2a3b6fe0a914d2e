import { isNotRunning } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { noSuchJob } from './describe-transform-job.ts'

/** Asks the job to stop; one that has ended stays as it is. */
export async function stopTransformJob(
  session: Session,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  await request('StopTransformJob', signal, (options) =>
    sageMaker.stopTransformJob({ TransformJobName: name }, options),
  )
    .catch((error: unknown) => {
      if (!isNotRunning(error)) throw error
    })
    .catch(noSuchJob(session, name))
}
