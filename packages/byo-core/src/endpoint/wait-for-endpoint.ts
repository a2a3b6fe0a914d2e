import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { endpointFailure } from './endpoint-failure.ts'
import { type EndpointProgress, watchEndpoint } from './watch-endpoint.ts'

/** From these an endpoint comes into service by itself; from all others it doesn't. */
const onTheWay = new Set(['Creating', 'Updating', 'SystemUpdating'])

/** Waits until the endpoint is in service; an `EndpointError` when it won't be. */
export async function waitForEndpoint(
  session: Session,
  name: string,
  options: WaitOptions<EndpointProgress>,
): Promise<void> {
  const watched = {
    name,
    subject: `endpoint ${name}`,
    isOver: ({ EndpointStatus = '' }) => !onTheWay.has(EndpointStatus),
  }
  const end = await watchEndpoint(session, watched, options)
  if (end.EndpointStatus === 'InService') return
  throw await endpointFailure(session, end, {
    what: `Endpoint ${name} didn't come into service`,
    signal: options.signal,
  })
}
