import { pauseAfter } from '../../requests/persistently.ts'
import type { RegistryClient } from './registry-client.ts'
import { attempts, isPassing, passesByItself } from './registry-fetch.ts'
import { isStatus } from './registry-refusal.ts'
import { causeOf, lostOr, nextLocation, receivedBy, UploadLost } from './upload-answer.ts'
import type { UploadSession } from './upload-session.ts'

/**
 * Sends a part, which begins at that place of the blob. After an answer that was lost, or a connection that
 * broke, the registry is asked what it has, and is sent the rest.
 */
export async function sendPart(
  client: RegistryClient,
  session: UploadSession,
  { bytes, position }: { readonly bytes: Uint8Array; readonly position: number },
  signal: AbortSignal | undefined,
): Promise<void> {
  const end = position + bytes.byteLength
  let next = position
  for (let attempt = 1; next < end; ) {
    const before = next
    const rest = bytes.subarray(next - position)
    const received = await patch(client, session, { rest, next }, signal, attempt >= attempts)
    if (received === undefined) {
      await pauseAfter(attempt, client.runtime, signal)
      next = await askReceived(client, session, signal)
    } else {
      next = received
    }
    attempt = next > before ? 1 : attempt + 1
    if (next < position || next > end || attempt > attempts) {
      throw new UploadLost(`it has ${next} bytes of ${end}`)
    }
  }
}

/** Sends bytes once; gives how many the registry then has from the beginning, undefined when that's to be asked. */
async function patch(
  client: RegistryClient,
  session: UploadSession,
  { rest, next }: { readonly rest: Uint8Array; readonly next: number },
  signal: AbortSignal | undefined,
  isLast: boolean,
): Promise<number | undefined> {
  const end = next + rest.byteLength
  const headers = {
    'content-type': 'application/octet-stream',
    'content-range': `${next}-${end - 1}`,
  }
  let response: Response
  try {
    const once = { headers, body: rest, attempts: 1, signal }
    response = await client.send('PATCH', session.location, once)
  } catch (error) {
    if (signal?.aborted || isLast || !passesByItself(causeOf(error))) throw error
    return undefined
  }
  const { status } = response
  if (isStatus(response, 200, 201, 202, 204)) {
    await response.body?.cancel()
    session.location = nextLocation(response)
    // `0-0` stands for one byte and, with many registries, for none.
    const received = receivedBy(response) || end
    // ECR answers so from the second part on, and drops the bytes.
    if (received === next) throw new UploadLost('it took a part and has no byte more')
    return received
  }
  if (status === 416) {
    if (response.headers.has('location')) session.location = nextLocation(response)
    const words = await response.text().catch(() => '')
    const received = receivedBy(response) ?? (await askReceived(client, session, signal))
    // Not the place is wrong then, but the part.
    if (received === next) throw new UploadLost(words.trim().slice(0, 300))
    return received
  }
  if (isPassing(status) && !isLast) {
    await response.body?.cancel()
    return undefined
  }
  throw await lostOr(client, response)
}

/** Asks how many bytes the registry has. */
async function askReceived(
  client: RegistryClient,
  session: UploadSession,
  signal: AbortSignal | undefined,
): Promise<number> {
  const response = await client.send('GET', session.location, { signal })
  if (!isStatus(response, 200, 202, 204)) throw await lostOr(client, response)
  await response.body?.cancel()
  if (response.headers.has('location')) session.location = nextLocation(response)
  return receivedBy(response) ?? 0
}
