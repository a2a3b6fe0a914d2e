import type { DescribeEndpointOutput } from '@aws-sdk/client-sagemaker'
import type { Session } from '../session/session.ts'
import type { WaitOptions } from '../waiting/wait-options.ts'
import { endpointFailure } from './endpoint-failure.ts'
import { type EndpointProgress, type WatchedEndpoint, watchEndpoint } from './watch-endpoint.ts'

/** What is waited for, and how to tell that it won't come. */
export interface UpdateGoal {
  /** The endpoint as it was before the update. */
  readonly before: DescribeEndpointOutput
  /** True for an endpoint that is what it was to become. */
  readonly isReached: (endpoint: DescribeEndpointOutput) => boolean
}

/** For so many milliseconds an endpoint may still be described as it was before the update. */
const staleness = 120_000

/** In these an update is on its way to an end, the last of them to a bad one. */
const onTheWay = new Set(['Creating', 'Updating', 'SystemUpdating', 'RollingBack'])

/**
 * Waits until an update has come to its end. An endpoint reads InService both before the update is seen to
 * begin and after it was rolled back, so its status alone tells nothing.
 */
export async function waitForUpdate(
  session: Session,
  name: string,
  { before, isReached }: UpdateGoal,
  options: WaitOptions<EndpointProgress>,
): Promise<void> {
  let begun = false
  const staleUntil = session.runtime.now() + staleness
  const watched: WatchedEndpoint = {
    name,
    subject: `the update of endpoint ${name}`,
    isOver(endpoint) {
      const { EndpointStatus: status = '' } = endpoint
      begun ||=
        onTheWay.has(status) ||
        hasFailedSince(before, endpoint) ||
        session.runtime.now() > staleUntil
      return status === 'InService' ? begun || isReached(endpoint) : !onTheWay.has(status)
    },
  }
  const end = await watchEndpoint(session, watched, options)
  if (end.EndpointStatus === 'InService' && isReached(end)) return
  throw await endpointFailure(session, end, { ...storyOf(end), signal: options.signal })
}

/** True when an update began and failed between two looks. */
function hasFailedSince(before: DescribeEndpointOutput, now: DescribeEndpointOutput): boolean {
  if (now.FailureReason === undefined) return false
  return (
    now.FailureReason !== before.FailureReason ||
    now.LastModifiedTime?.getTime() !== before.LastModifiedTime?.getTime()
  )
}

function storyOf({ EndpointName: name, EndpointStatus: status }: DescribeEndpointOutput) {
  switch (status) {
    case 'InService':
      return {
        code: 'update-rolled-back',
        what: `The update of endpoint ${name} was rolled back, and it serves as before`,
      } as const
    case 'UpdateRollbackFailed':
      return {
        code: 'update-rollback-failed',
        what: `The update of endpoint ${name} failed, and so did going back: it serves with a mix of the old and the new, so that both configurations are still needed. Update it again`,
      } as const
    case 'OutOfService':
      return { what: `Endpoint ${name} is out of service and takes no requests since its update` }
    default:
      return { what: `Endpoint ${name} can't be used any more since its update` }
  }
}
