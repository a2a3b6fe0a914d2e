import { Readable } from 'node:stream'
import type { RegistryClient } from './registry-client.ts'
import { isPassing, passesByItself } from './registry-fetch.ts'
import { isStatus } from './registry-refusal.ts'
import { causeOf, lostOr, nextLocation, UploadLost } from './upload-answer.ts'
import type { UploadSession } from './upload-session.ts'

/** Sends a blob in one piece, as Docker does; some registries take no parts. */
export async function sendWhole(
  client: RegistryClient,
  session: UploadSession,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const headers = { 'content-type': 'application/octet-stream' }
  // What breaks the stream is told by the request as nothing but a broken connection.
  let broken: unknown
  const body = Readable.toWeb(
    Readable.from(
      watched(chunks, (error) => {
        broken = error
      }),
    ),
  ) as ReadableStream
  let response: Response
  try {
    response = await client.send('PATCH', session.location, { headers, body, attempts: 1, signal })
  } catch (error) {
    if (broken !== undefined) throw broken
    if (signal?.aborted || !passesByItself(causeOf(error))) throw error
    throw new UploadLost('the connection broke off')
  }
  if (isPassing(response.status)) {
    await response.body?.cancel()
    throw new UploadLost(`it answered with ${response.status}`)
  }
  if (!isStatus(response, 200, 201, 202, 204)) throw await lostOr(client, response)
  await response.body?.cancel()
  session.location = nextLocation(response)
}

/** The chunks as they are; tells of what ends them. */
async function* watched(
  chunks: AsyncIterable<Uint8Array>,
  onError: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks
  } catch (error) {
    onError(error)
    throw error
  }
}
