import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream/promises'

/** One request and the place for its answer. */
export interface HttpExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** As it was sent: still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** As it was sent, without the question mark. */
  readonly rawQuery: string
  /** The body's chunks, to be read once. */
  readonly body: AsyncIterable<Buffer>
}

/** A request's headers that were sent once; of one sent twice, the values joined by commas. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** The body's chunks. A reader that stops early leaves the connection open, so that it can be answered. */
export function bodyOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
}

/** Sends an answer that is ready as a whole. */
export function send(
  { request, response }: HttpExchange,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array = '',
): void {
  // The rest of a body that nobody wants is read and dropped: a client still sending sees no answer.
  if (!request.readableEnded) request.resume()
  if (response.headersSent || response.destroyed) return
  const hasLength = status !== 204 && status !== 304
  const length = hasLength && { 'content-length': Buffer.byteLength(body) }
  // The answer to a HEAD may give the length that GET would have.
  response.writeHead(status, { ...length, ...headers })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Resolves when the answer is out or the client is gone. */
export async function untilAnswered({ response }: HttpExchange): Promise<void> {
  await finished(response).catch(() => undefined)
}
