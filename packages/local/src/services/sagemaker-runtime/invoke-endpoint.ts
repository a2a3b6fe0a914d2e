import type { OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import { type GoodAnswer, sendInvocation } from '../../jobs/hosting/send-invocation.ts'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestContext } from '../operation.ts'
import type { Target } from './find-target.ts'
import { callerHeaders, containerHeaders } from './invocation-headers.ts'
import { type InvokeEndpointRequest, prepareInvocation } from './prepare-invocation.ts'

/** What to answer an invocation with. */
export interface InvokeEndpointAnswer {
  readonly statusCode: number
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

/**
 * `POST /endpoints/{name}/invocations`: answers an invocation by the endpoint's containers.
 *
 * @throws AwsError `ValidationError`, `ModelError`, `ModelNotReadyException`, `ServiceUnavailable` as SageMaker Runtime sends them.
 */
export async function invokeEndpoint(
  platform: Platform,
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<InvokeEndpointAnswer> {
  const { target, containers, body, maxBodyBytes, release } = await prepareInvocation(
    platform,
    'InvokeEndpoint',
    request,
    context,
  )
  const { endpoint, fleet } = target
  try {
    const answer = await sendInvocation(platform, containers, {
      endpoint,
      headers: containerHeaders(request.headers),
      body,
      caller: context.caller,
      deadlines: platform.deadlines.invocation,
      maxAnswerBytes: maxBodyBytes,
    })
    noteSessions(target, answer)
    return {
      statusCode: 200,
      headers: callerHeaders(answer.headers, fleet.name),
      body: answer.body,
    }
  } finally {
    release()
  }
}

/** Remembers where a session lives that the container has opened, and forgets one that it has closed. */
function noteSessions({ served, fleet, instance }: Target, { headers }: GoodAnswer): void {
  const opened = headers[names.newSessionId]
  const closed = headers[names.closedSessionId]
  if (typeof opened === 'string') served.sessions.open(opened, { fleet, instance })
  if (typeof closed === 'string') served.sessions.close(closed)
}
