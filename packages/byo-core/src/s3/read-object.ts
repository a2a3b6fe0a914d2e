import type { Readable } from 'node:stream'
import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { isByoError } from '../errors.ts'
import { parseS3Uri } from '../naming/s3-uri.ts'
import { isTransient } from '../requests/error-kinds.ts'
import { pauseAfter, persistently } from '../requests/persistently.ts'
import { request } from '../requests/request.ts'
import type { Session } from '../session/session.ts'
import { aborted } from '../waiting/aborted.ts'
import { abortableBody } from './abortable-body.ts'
import { ownedBucket } from './owned-bucket.ts'

/** How often a body may break off without a byte in between. */
const maxBreaks = 5

/**
 * The bytes of an object as they come. A body that breaks off goes on where it was, with the same version of the
 * object; who stops reading closes the connection.
 */
export async function* readObject(
  session: Session,
  uri: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const open = await opener(session, uri, signal)
  let { body, version } = await open(0, undefined)
  let read = 0
  for (let breaks = 0; ; ) {
    try {
      for await (const chunk of abortableBody(body, signal)) {
        read += chunk.byteLength
        breaks = 0
        yield chunk
      }
      return
    } catch (error) {
      if (signal?.aborted) throw aborted(signal, `reading ${uri}`)
      breaks += 1
      if (!isTransient(error) || breaks === maxBreaks) throw await explained(error)
      await pauseAfter(breaks, session.runtime, signal)
      ;({ body, version } = await open(read, version))
    }
  }
}

/** The error as one of this package. */
function explained(error: unknown): Promise<unknown> {
  if (isByoError(error)) return Promise.resolve(error)
  return request('GetObject', undefined, () => Promise.reject(error)).catch((told) => told)
}

/** Opens an object at a byte of it. */
async function opener(session: Session, uri: string, signal: AbortSignal | undefined) {
  const s3 = await session.clients.s3()
  const { bucket, key } = parseS3Uri(uri)
  const object = { ...(await ownedBucket(session, bucket)), Key: key }
  return async (start: number, IfMatch: string | undefined) => {
    const rest = start > 0 ? { IfMatch, Range: `bytes=${start}-` } : {}
    const answer: GetObjectCommandOutput = await persistently(session.runtime, signal, () =>
      request('GetObject', signal, (options) => s3.getObject({ ...object, ...rest }, options)),
    )
    return { body: answer.Body as Readable, version: answer.ETag }
  }
}
