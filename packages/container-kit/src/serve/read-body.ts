import type { IncomingMessage } from 'node:http'
import { ContainerError, HttpError } from '../errors.ts'

/**
 * Reads the body of a request, whatever its framing.
 *
 * Of a body over the limit the rest is still taken in, up to the limit once more, because a client that is busy
 * sending does not read the answer; then the connection is cut.
 *
 * @throws HttpError 413 over the limit; ContainerError `disconnected` if the client goes away.
 */
export function readBody(message: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    message.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= maxBytes) {
        chunks.push(chunk)
        return
      }
      chunks.length = 0
      reject(tooLarge(maxBytes))
      if (length > 2 * maxBytes) message.destroy()
    })
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    message.on('error', reject)
    message.on('close', () => {
      if (!message.complete)
        reject(new ContainerError('disconnected', 'The client went away while it was sending.'))
    })
    // The length is known beforehand: nothing needs to be kept.
    if (Number(message.headers['content-length']) > maxBytes) reject(tooLarge(maxBytes))
  })
}

function tooLarge(maxBytes: number): HttpError {
  return new HttpError(
    413,
    `The request body is larger than ${maxBytes / 1024 / 1024} MB: send fewer rows at once.`,
  )
}
