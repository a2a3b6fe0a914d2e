import type { IncomingHttpHeaders } from 'node:http'
import type { Endpoint } from '../../jobs/hosting/endpoint.ts'
import type { KeptContainer } from '../../jobs/hosting/kept-container.ts'
import type { Platform } from '../../jobs/platform.ts'
import { serverlessPayloadBytes } from '../../jobs/serverless/serverless-config.ts'
import type { RequestBody } from '../../protocols/request-body.ts'
import { validateHeaders } from '../../validation/validate-input.ts'
import type { RequestContext } from '../operation.ts'
import { chooseContainers } from './choose-containers.ts'
import { findInvokedEndpoint, type Target, takeTarget } from './find-target.ts'
import { requireRealTime } from './inference-kind.ts'
import { maxBodyBytes, readInvocationBody } from './read-invocation-body.ts'

/** An invocation as the gateway received it. */
export interface InvokeEndpointRequest {
  readonly endpointName: string
  readonly headers: IncomingHttpHeaders
  /** Read only as far as the size limit. */
  readonly body: Pick<RequestBody, 'readAll'>
}

/** An invocation that can be sent. */
export interface PreparedInvocation {
  readonly target: Target
  readonly containers: readonly KeptContainer[]
  readonly body: Uint8Array
  /** The longest body, in and out. */
  readonly maxBodyBytes: number
  /** To be called when it is over: until then its instance counts it as outstanding. */
  readonly release: () => void
}

/** Checks an invocation, reads it, and finds who is to answer it. */
export async function prepareInvocation(
  platform: Platform,
  operation: 'InvokeEndpoint' | 'InvokeEndpointWithResponseStream',
  request: InvokeEndpointRequest,
  context: RequestContext,
): Promise<PreparedInvocation> {
  const { headers } = request
  validateHeaders(operation, headers)
  const invoked = await findInvokedEndpoint(platform, request.endpointName, context)
  requireRealTime(invoked.endpoint)
  const limit = isServerless(invoked.endpoint) ? serverlessPayloadBytes : maxBodyBytes
  const body = await readInvocationBody(request.body, limit)
  const target = await takeTarget(platform, invoked, headers)
  try {
    const containers = chooseContainers(target, headers, context)
    return { target, containers, body, maxBodyBytes: limit, release: target.release }
  } catch (cause) {
    target.release()
    throw cause
  }
}

function isServerless({ variants }: Endpoint): boolean {
  return variants.some(({ serverless }) => serverless !== undefined)
}
