import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { headers as names } from '@byo/container-kit/contract'
import type { Platform } from '../../jobs/platform.ts'
import type { RequestBody } from '../../protocols/request-body.ts'
import { validateHeaders } from '../../validation/validate-input.ts'
import type { RequestContext } from '../operation.ts'
import { chooseContainers } from './choose-containers.ts'
import { chooseTarget, findInvokedEndpoint, type Target } from './find-target.ts'
import { callerHeaders, containerHeaders } from './invocation-headers.ts'
import { readInvocationBody } from './read-invocation-body.ts'
import { type GoodAnswer, sendInvocation } from './send-invocation.ts'

/** An invocation as the gateway received it. */
export interface InvokeEndpointRequest {
  readonly endpointName: string
  readonly headers: IncomingHttpHeaders
  /** Read only as far as the size limit. */
  readonly body: Pick<RequestBody, 'readAll'>
}

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
  { endpointName, headers, body }: InvokeEndpointRequest,
  context: RequestContext,
): Promise<InvokeEndpointAnswer> {
  validateHeaders('InvokeEndpoint', headers)
  const invoked = await findInvokedEndpoint(platform, endpointName, context)
  const bytes = await readInvocationBody(body)
  const target = chooseTarget(invoked, headers)
  const containers = chooseContainers(target, headers, context)
  const { endpoint, instance, fleet } = target
  instance.outstanding += 1
  try {
    const answer = await sendInvocation(platform, containers, {
      endpoint,
      headers: containerHeaders(headers),
      body: bytes,
      caller: context.caller,
    })
    noteSessions(target, answer)
    return {
      statusCode: 200,
      headers: callerHeaders(answer.headers, fleet.name),
      body: answer.body,
    }
  } finally {
    instance.release()
  }
}

/** Remembers where a session lives that the container has opened, and forgets one that it has closed. */
function noteSessions({ served, fleet, instance }: Target, { headers }: GoodAnswer): void {
  const opened = headers[names.newSessionId]
  const closed = headers[names.closedSessionId]
  if (typeof opened === 'string') served.sessions.open(opened, { fleet, instance })
  if (typeof closed === 'string') served.sessions.close(closed)
}
