import { isInProgress, isNotFound, isTransient } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { waitUntil } from '../waiting/wait-until.ts'

/** Creating an endpoint may take most of an hour, during which it can't be deleted. */
const maxWaitTime = 3600

/** Deletes an endpoint and waits until it's gone; one that is being created is let come up first. */
export async function removeEndpoint(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  const wait = {
    subject: `deletion of endpoint ${name}`,
    maxWaitTime,
    abortSignal: signal,
    passes: (error: unknown) => isTransient(error) || isInProgress(error),
    runtime: session.runtime,
  }
  await waitUntil(wait, async () => {
    await request('DeleteEndpoint', signal, (options) =>
      sageMaker.deleteEndpoint({ EndpointName: name }, options),
    ).catch(ignoreNotFound)
    return { state: 'SUCCESS', value: undefined }
  })
  await waitUntil(wait, async () => {
    try {
      const { EndpointStatus = '' } = await request('DescribeEndpoint', signal, (options) =>
        sageMaker.describeEndpoint({ EndpointName: name }, options),
      )
      return { state: 'RETRY', seen: EndpointStatus }
    } catch (error) {
      ignoreNotFound(error)
      return { state: 'SUCCESS', value: undefined }
    }
  })
}

/** Throws every error again but those that say that the thing is gone. */
export function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error
}
