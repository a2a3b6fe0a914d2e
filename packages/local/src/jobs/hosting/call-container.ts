import {
  type Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
} from 'node:http'
import type { Caller } from '../../protocols/caller.ts'
import type { Address } from '../../runners/runner.ts'
import type { Deadline, Deadlines } from './deadlines.ts'

/** One request to a container. */
export interface ContainerCall {
  readonly method: 'POST' | 'GET' | 'DELETE'
  readonly path: string
  readonly headers: OutgoingHttpHeaders
  readonly body: Uint8Array
}

/** How long to wait for the answer, and when to give it up. */
export interface CallOptions {
  readonly agent: Agent
  readonly deadlines: Deadlines
  /** Who wants the answer; when they go, the connection is ended. */
  readonly caller?: Caller | undefined
}

/** What a container answered. */
export interface ContainerAnswer {
  readonly statusCode: number
  readonly headers: IncomingMessage['headers']
  /** Undefined when it is larger than the limit. */
  readonly body: Uint8Array | undefined
}

/** The container has not answered in time. */
export class ContainerTimeout extends Error {
  override readonly name = 'ContainerTimeout'
}

/**
 * Sends a request to a container and waits for the head of its answer; the rest comes as a stream. Rejects when the container
 * cannot be reached, breaks off, is late (a ContainerTimeout), or the caller goes, who may still break the stream off later.
 * The deadline is for whoever called this to cancel.
 */
export async function openAnswer(
  address: Address,
  call: ContainerCall,
  { agent, caller }: Pick<CallOptions, 'agent' | 'caller'>,
  deadline: Deadline,
): Promise<IncomingMessage> {
  try {
    return await send(address, call, agent, { caller, deadline })
  } catch (cause) {
    if (deadline.isExpired) throw new ContainerTimeout()
    // A server may close an idle connection just when it is used again: then nothing has reached it.
    if (cause !== staleConnection || caller?.isGone === true) throw cause
    return send(address, call, agent, { caller, deadline })
  }
}

/** Sends a request to a container and reads all of its answer. Rejects as {@link openAnswer} does. */
export async function callContainer(
  address: Address,
  call: ContainerCall,
  options: CallOptions & { readonly maxAnswerBytes: number },
): Promise<ContainerAnswer> {
  const deadline = options.deadlines.add()
  try {
    const response = await openAnswer(address, call, options, deadline)
    const body = await readAnswer(response, options.maxAnswerBytes)
    return { statusCode: response.statusCode ?? 0, headers: response.headers, body }
  } catch (cause) {
    throw deadline.isExpired ? new ContainerTimeout() : cause
  } finally {
    deadline.cancel()
  }
}

const endedWithoutAnswer = new Error('The container has ended the connection without an answer.')

/** The connection was kept from an earlier call and the server had closed it. */
const staleConnection = new Error('The container had closed the connection.')

function send(
  address: Address,
  { method, path, headers, body }: ContainerCall,
  agent: Agent,
  { caller, deadline }: { caller: Caller | undefined; deadline: Deadline },
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { host, port } = address
    const isChunked = headers['transfer-encoding'] !== undefined
    if (method === 'POST' && !isChunked) headers['content-length'] = body.byteLength
    const request = httpRequest({ host, port, path, method, headers, agent })
    const giveUp = (): void => void request.destroy()
    deadline.onExpired = giveUp
    if (caller !== undefined) caller.onGone = giveUp
    // Where nothing was told before, as for a change of the protocol that nobody asked for.
    request.on('close', () => reject(endedWithoutAnswer))
    request.on('error', (cause) => reject(isStale(request, cause) ? staleConnection : cause))
    request.on('response', resolve)
    request.end(body)
    if (caller?.isGone === true) giveUp()
  })
}

function isStale(request: ClientRequest, cause: NodeJS.ErrnoException): boolean {
  return request.reusedSocket && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')
}

/** All of an answer; undefined for one that is too long, whose connection is ended. */
export function readAnswer(
  response: IncomingMessage,
  limit: number,
): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    response.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      if (size <= limit) return void chunks.push(chunk)
      resolve(undefined)
      response.destroy()
    })
    response.on('error', reject)
    response.on('end', () => {
      resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size))
    })
  })
}
