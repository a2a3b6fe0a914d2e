import { once } from 'node:events'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/**
 * One request of a test.
 *
 * @public
 */
export interface TestRequest {
  /** @defaultValue 'POST' with a body, else 'GET' */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  /** @defaultValue none */
  readonly body?: string | Uint8Array
}

/**
 * An answer, read to its end.
 *
 * @public
 */
export interface TestResponse {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** The body as text. */
  readonly text: string
  /** The body as it came. */
  readonly bytes: Uint8Array
}

/** Sends a request on a connection of its own and reads the answer. */
export async function sendRequest(
  connect: () => Duplex,
  path: string,
  sent: TestRequest = {},
): Promise<TestResponse> {
  const { body, headers, method = body === undefined ? 'GET' : 'POST' } = sent
  const message = request({ path, method, headers, createConnection: connect })
  // A server may answer and close before it has taken in the whole body: then the answer counts.
  message.on('error', () => {})
  message.end(body)
  const [response] = (await once(message, 'response')) as [IncomingMessage]
  const bytes = await buffer(response)
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: bytes.toString('utf8'),
    bytes,
  }
}
