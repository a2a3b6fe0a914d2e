import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { RequestBody } from './request-body.ts'

/** One request and the place for its answer. */
export interface HttpExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** As it was sent: still percent-encoded, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** As it was sent, without the question mark. */
  readonly rawQuery: string
  readonly body: RequestBody
}

/** A request's headers that were sent once; of one sent twice, the values joined by commas. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}

/** Sends an answer that is ready as a whole. */
export function send(
  { request, response }: HttpExchange,
  status: number,
  headers: OutgoingHttpHeaders,
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
