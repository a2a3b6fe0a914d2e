import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import { request } from '../requests/request.ts'
import { waitForEnd } from '../requests/wait-for-end.ts'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'

/**
 * What an endpoint is doing.
 *
 * @public
 */
export interface EndpointProgress {
  /** Such as `Creating` or `InService`. */
  readonly status: string
}

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

/** Which endpoint, and when there is no more to wait for. */
export interface WatchedEndpoint {
  readonly name: string
  /** What is waited for, for messages. */
  readonly subject: string
  readonly isOver: (endpoint: DescribeEndpointOutput) => boolean
}

/** Looks at the endpoint until it is over, and gives what it is then. */
export async function watchEndpoint(
  session: Session,
  { name, subject, isOver }: WatchedEndpoint,
  options: WaitOptions<EndpointProgress>,
): Promise<DescribeEndpointOutput> {
  const statusOf = (endpoint: DescribeEndpointOutput) => endpoint.EndpointStatus ?? ''
  return waitForEnd(
    session.runtime,
    {
      subject,
      describe: (signal) => describeEndpoint(session, name, signal),
      words: statusOf,
      onNews: (endpoint) => options.onProgress?.({ status: statusOf(endpoint) }),
      isOver,
    },
    options,
  )
}
