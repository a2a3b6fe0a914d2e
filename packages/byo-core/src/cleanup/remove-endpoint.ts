import { ignoreNotFound, isInProgress, isTransient } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import type { RemoveOptions } from './remove-options.ts'

/** Creating an endpoint may take most of an hour, during which it can't be deleted; in seconds. */
const createTimeout = 3600
const deleteTimeout = 900

/** Deletes an endpoint and waits until it's gone; one that is being created is let come up first. */
export async function removeEndpoint(
  session: Session,
  name: string,
  { signal, onStatus }: Pick<RemoveOptions, 'signal' | 'onStatus'>,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  const wait = {
    subject: `deletion of endpoint ${name}`,
    abortSignal: signal,
    passes: isTransient,
    runtime: session.runtime,
  }
  await waitUntil({ ...wait, maxWaitTime: createTimeout }, async () => {
    try {
      await request('DeleteEndpoint', signal, (options) =>
        sageMaker.deleteEndpoint({ EndpointName: name }, options),
      )
    } catch (error) {
      if (isInProgress(error)) {
        onStatus?.(`endpoint ${name} is being created and can be deleted only after that`)
        return { state: 'RETRY', seen: 'being created' }
      }
      ignoreNotFound(error)
    }
    return { state: 'SUCCESS', value: undefined }
  })
  await waitUntil({ ...wait, maxWaitTime: deleteTimeout }, async () => {
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

/** Deletes an endpoint config, which is gone at once. */
export async function removeEndpointConfig(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sageMaker = await session.clients.sageMaker()
  await request('DeleteEndpointConfig', signal, (options) =>
    sageMaker.deleteEndpointConfig({ EndpointConfigName: name }, options),
  ).catch(ignoreNotFound)
}
