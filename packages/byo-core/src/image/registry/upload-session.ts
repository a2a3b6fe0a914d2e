import { Readable } from 'node:stream'
import { pauseAfter } from '../../requests/persistently.ts'
import type { RegistryClient } from './registry-client.ts'
import { attempts, isPassing, passesByItself } from './registry-fetch.ts'
import { isStatus, refusalOf } from './registry-refusal.ts'

/** An upload that a registry has begun. */
export interface UploadSession {
  /** Where the next part goes; registries give another address with each answer. */
  location: URL
  /** Parts must not be smaller, but for the last one; bytes. */
  readonly minPartSize: number
}

/** The registry lost what it had of an upload, or has other bytes than were sent: it has to begin anew. */
export class UploadLost extends Error {
  /** Whether bytes had changed on the way. */
  readonly isCorrupted: boolean

  constructor(words: string, isCorrupted = false) {
    super(words)
    this.isCorrupted = isCorrupted
  }
}

/** Begins an upload; undefined when the registry took the blob over from another repository at once. */
export async function beginUpload(
  client: RegistryClient,
  mount: { readonly digest: string; readonly from: string } | undefined,
  signal: AbortSignal | undefined,
): Promise<UploadSession | undefined> {
  const query = mount ? `?${new URLSearchParams({ mount: mount.digest, from: mount.from })}` : ''
  const response = await client.send('POST', `blobs/uploads/${query}`, {
    ...(mount && { alsoReads: mount.from }),
    signal,
  })
  const minPartSize = Number(response.headers.get('oci-chunk-min-length') ?? 0)
  if (mount && response.status === 201) {
    await response.body?.cancel()
    return undefined
  }
  if (response.status === 202) {
    await response.body?.cancel()
    return { location: nextLocation(response), minPartSize }
  }
  // Whatever stands against taking it over, it can still be sent.
  if (mount) {
    await response.body?.cancel()
    return beginUpload(client, undefined, signal)
  }
  throw await refusalOf(client, response)
}

/** Begins an upload and ends it at once, which only who may push can do. */
export async function tryUpload(
  client: RegistryClient,
  signal: AbortSignal | undefined,
): Promise<void> {
  const session = await beginUpload(client, undefined, signal)
  if (session === undefined) return
  // A registry that can't end it forgets it by itself.
  const once = { attempts: 1, signal }
  const ended = await client.send('DELETE', session.location, once).catch(() => undefined)
  await ended?.body?.cancel()
}

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

/** Ends the upload; the registry compares the bytes with the digest. */
export async function endUpload(
  client: RegistryClient,
  { location }: UploadSession,
  digest: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  // What is in the address may be signed, so it stays as it is.
  const separator = location.search === '' ? '?' : '&'
  const address = `${location.href}${separator}digest=${encodeURIComponent(digest)}`
  const response = await client.send('PUT', address, { signal })
  if (!isStatus(response, 200, 201, 204)) throw await lostOr(client, response)
  await response.body?.cancel()
  const stored = response.headers.get('docker-content-digest') ?? digest
  if (stored !== digest) throw new UploadLost(`it stored the bytes as ${stored}`, true)
}

/** The error of an upload that is of no use any more, or of one that is refused. */
async function lostOr(client: RegistryClient, response: Response): Promise<Error> {
  if (!isStatus(response, 400, 404, 409, 416)) return refusalOf(client, response)
  const words = await response.text().catch(() => '')
  return new UploadLost(words.trim().slice(0, 300), words.includes('DIGEST_INVALID'))
}

/** How many bytes `Range: 0-<last>` stands for; undefined without one, and 0 for `0-0`. */
function receivedBy(response: Response): number | undefined {
  const [, last] = /^(?:bytes=)?0-(\d+)$/.exec(response.headers.get('range') ?? '') ?? []
  if (last === undefined) return undefined
  return last === '0' ? 0 : Number(last) + 1
}

function nextLocation(response: Response): URL {
  const asked = new URL(response.url)
  const location = new URL(response.headers.get('location') ?? asked, asked)
  // Behind a proxy that does the encryption a registry may think that there is none.
  if (location.host === asked.host) location.protocol = asked.protocol
  return location
}

/** What the fetch API threw, which an error of this package has as its cause. */
function causeOf(error: unknown): unknown {
  return (error as { readonly cause?: unknown }).cause ?? {}
}
