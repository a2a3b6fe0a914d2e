import { ignoreNotFound } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'

/** Deletes a model, which is gone at once. */
export async function removeModel(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  await request('DeleteModel', signal, (options) =>
    sageMaker.deleteModel({ ModelName: name }, options),
  ).catch(ignoreNotFound)
}
