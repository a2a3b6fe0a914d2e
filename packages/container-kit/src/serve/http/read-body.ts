import type { IncomingMessage } from 'node:http'
import { ContainerError, HttpError } from '../../errors.ts'

/**
 * Reads the body of a request, whatever its framing.
 *
 * A body over the limit is still taken in, up to the limit once more, before it is refused: a client that is busy
 * sending does not read the answer, and one whose connection is closed meanwhile may lose it.
 *
 * @throws HttpError 413 over the limit; ContainerError `disconnected` if the client goes away.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const announced = Number(message.headers['content-length'] ?? 0)
    let length = 0
    message.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (Math.max(length, announced) <= maxBytes) chunks.push(chunk)
      else chunks.length = 0
      if (length <= 2 * maxBytes) return
      message.pause()
      reject(tooLarge(maxBytes, { connection: 'close' }))
    })
    message.on('end', () => {
      if (length > maxBytes) reject(tooLarge(maxBytes))
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks))
    })
    message.on('error', reject)
    message.on('close', () => {
      if (!message.complete)
        reject(new ContainerError('disconnected', 'The client went away while it was sending.'))
    })
  })
}

function tooLarge(maxBytes: number, headers: Readonly<Record<string, string>> = {}): HttpError {
  return new HttpError(
    413,
    `The request body is larger than ${maxBytes / 1024 / 1024} MB: send fewer rows at once.`,
    { headers },
  )
}
