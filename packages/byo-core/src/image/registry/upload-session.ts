import type { RegistryClient } from './registry-client.ts'
import { isStatus, refusalOf } from './registry-refusal.ts'
import { lostOr, nextLocation, UploadLost } from './upload-answer.ts'

/** An upload that a registry has begun. */
export interface UploadSession {
  /** Where the next part goes; registries give another address with each answer. */
  location: URL
  /** Parts must not be smaller, but for the last one; bytes. */
  readonly minPartSize: number
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
