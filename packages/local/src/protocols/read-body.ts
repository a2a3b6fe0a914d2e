import type { IncomingMessage } from 'node:http'
import { AwsError } from '../errors.ts'
import { bodyOf, type RequestBody } from './request-body.ts'

/** The whole body of a request, which must not be longer than so many bytes. */
export async function readBody(
  request: IncomingMessage,
  limit: number,
  body: RequestBody = bodyOf(request),
): Promise<Buffer> {
  const isTooLong = Number(request.headers['content-length'] ?? 0) > limit
  const bytes = isTooLong ? undefined : await body.readAll(limit)
  if (bytes !== undefined) return bytes
  throw new AwsError(
    'RequestEntityTooLargeException',
    `The request's body is longer than ${limit} bytes, the most that this server reads.`,
    413,
  )
}
