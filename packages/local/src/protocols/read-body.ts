import type { IncomingMessage } from 'node:http'
import { AwsError } from '../errors.ts'
import { bodyOf } from './http-exchange.ts'

/** The whole body of a request, which must not be longer than so many bytes. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  body: AsyncIterable<Buffer> = bodyOf(request),
): Promise<Buffer> {
  const tooLong = new AwsError(
    'RequestEntityTooLargeException',
    `The request's body is longer than ${limit} bytes, the most that this server reads.`,
    413,
  )
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLong
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > limit) throw tooLong
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
