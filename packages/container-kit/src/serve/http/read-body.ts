import type { IncomingMessage } from 'node:http'
import { ContainerError, HttpError } from '../../errors.ts'

/** What becomes of a body: one of the two is called, once. */
export interface BodyReader {
  readonly read: (body: Uint8Array) => void
  /** HttpError 413 over the limit; ContainerError `disconnected` if the client goes away. */
  readonly fail: (error: Error) => void
}

/**
 * Reads the body of a request, whatever its framing; by callbacks, as promises would cost small answers a part of their time.
 *
 * A body over the limit is still taken in, up to the limit once more, before it is refused: a client that is busy
 * sending does not read the answer, and one whose connection is closed meanwhile may lose it.
 */
export function readBody(message: IncomingMessage, maxBytes: number, reader: BodyReader): void {
  const chunks: Buffer[] = []
  const announced = Number(message.headers['content-length'] ?? 0)
  let length = 0
  let isSettled = false
  const fail = (error: Error) => {
    if (isSettled) return
    isSettled = true
    reader.fail(error)
  }
  message.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (Math.max(length, announced) <= maxBytes) chunks.push(chunk)
    else chunks.length = 0
    if (length <= 2 * maxBytes) return
    message.pause()
    fail(tooLarge(maxBytes, { connection: 'close' }))
  })
  message.on('end', () => {
    if (length > maxBytes) fail(tooLarge(maxBytes))
    if (isSettled) return
    isSettled = true
    reader.read(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
  })
  message.on('error', fail)
  message.on('close', () => {
    if (!message.complete)
      fail(new ContainerError('disconnected', 'The client went away while it was sending.'))
  })
}

function tooLarge(maxBytes: number, headers: Readonly<Record<string, string>> = {}): HttpError {
  return new HttpError(
    413,
    `The request body is larger than ${maxBytes / 1024 / 1024} MB: send fewer rows at once.`,
    { headers },
  )
}
