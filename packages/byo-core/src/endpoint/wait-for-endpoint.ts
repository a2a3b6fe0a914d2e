import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import { isTransient } from '../requests/error-kinds.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { type WaitOptions, waiterOptions } from '../waiting/wait-options.ts'
import { waitUntil } from '../waiting/wait-until.ts'
import { endpointFailure } from './endpoint-failure.ts'

/**
 * What an endpoint is doing.
 *
 * @public
 */
export interface EndpointProgress {
  /** Such as `Creating` or `InService`. */
  readonly status: string
}

/** From these an endpoint comes into service by itself; from all others it doesn't. */
const onTheWay = new Set(['Creating', 'Updating', 'SystemUpdating'])

/** What SageMaker says of the endpoint. */
export async function describeEndpoint(
  session: Session,
  name: string,
  signal: AbortSignal | undefined,
): Promise<DescribeEndpointOutput> {
  const sageMaker = await session.clients.sageMaker()
  return request('DescribeEndpoint', signal, (options) =>
    sageMaker.describeEndpoint({ EndpointName: name }, options),
  )
}

/** Waits until the endpoint is in service; an `EndpointError` when it won't be. */
export async function waitForEndpoint(
  session: Session,
  name: string,
  options: WaitOptions<EndpointProgress>,
): Promise<void> {
  let reported = ''
  const end = await waitUntil(
    {
      ...waiterOptions(options),
      subject: `endpoint ${name}`,
      passes: isTransient,
      runtime: session.runtime,
    },
    async (signal) => {
      const endpoint = await describeEndpoint(session, name, signal)
      const status = endpoint.EndpointStatus ?? ''
      if (status !== reported) options.onProgress?.({ status })
      reported = status
      if (onTheWay.has(status)) return { state: 'RETRY', seen: status }
      return { state: 'SUCCESS', value: endpoint }
    },
  )
  if (end.EndpointStatus === 'InService') return
  throw await endpointFailure(session, end, {
    what: `Endpoint ${name} didn't come into service`,
    signal: options.signal,
  })
}
