import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import { routes } from '@byo/container-kit/contract'
import type { Address } from '../../runners/runner.ts'

/** One invocation, as the container gets it. */
export interface ContainerCall {
  readonly agent: Agent
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
  /** Largest answer that is read, in bytes. */
  readonly maxAnswerBytes: number
  readonly signal: AbortSignal
}

/** What a container answered. */
export interface ContainerAnswer {
  readonly statusCode: number
  readonly headers: IncomingMessage['headers']
  /** Undefined when it is larger than the limit. */
  readonly body: Uint8Array | undefined
}

/** Posts an invocation to a container. Rejects when it cannot be reached, breaks off, or the signal aborts. */
export async function callContainer(
  address: Address,
  call: ContainerCall,
): Promise<ContainerAnswer> {
  try {
    return await post(address, call)
  } catch (cause) {
    // A server may close an idle connection just when it is used again: then nothing has reached it.
    if (cause instanceof StaleConnection && !call.signal.aborted) return await post(address, call)
    throw cause
  }
}

/** The connection was kept from an earlier call and the server had closed it. */
class StaleConnection extends Error {}

function post(address: Address, call: ContainerCall): Promise<ContainerAnswer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({
      ...address,
      path: routes.invocations,
      method: 'POST',
      headers: { ...call.headers, 'content-length': call.body.byteLength },
      agent: call.agent,
      signal: call.signal,
    })
    request.on('error', (cause) => reject(isStale(request, cause) ? new StaleConnection() : cause))
    request.on('response', (response) => {
      readAnswer(response, call.maxAnswerBytes).then(resolve, reject)
    })
    request.end(call.body)
  })
}

function isStale(request: ClientRequest, cause: NodeJS.ErrnoException): boolean {
  return request.reusedSocket && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')
}

async function readAnswer(response: IncomingMessage, limit: number): Promise<ContainerAnswer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size <= limit) chunks.push(chunk)
    else break
  }
  return {
    statusCode: response.statusCode ?? 0,
    headers: response.headers,
    body: size <= limit ? Buffer.concat(chunks) : undefined,
  }
}
