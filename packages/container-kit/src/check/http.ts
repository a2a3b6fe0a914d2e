import { once } from 'node:events'
import { type Agent, type IncomingMessage, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { within } from './time.ts'

/** Where a server is reached. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** One request. */
export interface Ask {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Sent without a Content-Length. */
  readonly chunked?: boolean
  readonly agent?: Agent
  /** Milliseconds for the whole answer. */
  readonly patience?: number
}

/** One answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
  /** Whether the connection had been used before. */
  readonly reused: boolean
}

/**
 * Sends a request and reads the answer.
 *
 * @throws Error that says in a sentence what came instead of an answer.
 */
export async function ask(address: Address, what: Ask, signal: AbortSignal): Promise<Answer> {
  const { method = 'GET', path, headers = {}, body = '', chunked = false, agent = false } = what
  const message = request({ ...address, method, path, headers, agent })
  const asked = `${method} ${path}`
  try {
    const answer = answerTo(message)
    answer.catch(() => {})
    if (chunked) sendInChunks(message, body)
    else message.setHeader('content-length', Buffer.byteLength(body)).end(body)
    const inTime = await within(what.patience ?? usualPatience, answer, signal)
    if (inTime !== undefined) return inTime
  } catch (error) {
    signal.throwIfAborted()
    throw new Error(`${asked} got no answer: ${describeNetworkError(error)}.`, { cause: error })
  } finally {
    if (agent === false) message.destroy()
  }
  message.destroy()
  throw new NoAnswerInTime(
    `${asked} got no answer within ${Math.round((what.patience ?? usualPatience) / 1000)} s.`,
  )
}

/** The server took the request and said nothing. */
export class NoAnswerInTime extends Error {}

/** Opens a bare connection; undefined where nobody listens. */
export async function openSocket(address: Address): Promise<Socket | undefined> {
  const socket = connect(address.port, address.host)
  try {
    await once(socket, 'connect')
    // What happens to it later shows in what is read from it.
    socket.on('error', () => {})
    return socket
  } catch {
    return undefined
  }
}

async function answerTo(message: ReturnType<typeof request>): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    message.on('response', resolve)
    message.on('error', reject)
  })
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: await text(response),
    reused: message.reusedSocket,
  }
}

function sendInChunks(message: ReturnType<typeof request>, body: string | Uint8Array): void {
  const bytes = Buffer.from(body)
  const half = Math.ceil(bytes.length / 2)
  message.setHeader('transfer-encoding', 'chunked')
  if (half > 0) message.write(bytes.subarray(0, half))
  if (half < bytes.length) message.write(bytes.subarray(half))
  message.end()
}

function describeNetworkError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ECONNREFUSED':
      return 'nobody listens there'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was cut'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}

/** What the platform grants an invocation. */
const usualPatience = 60_000
