import { ByoError } from '../../errors.ts'
import { digestOf } from '../digest.ts'
import type { ImageName, StoredManifest, TaggedManifest } from '../image-target.ts'
import { dockerManifest } from '../manifest.ts'
import { manifestTypes } from '../media-types.ts'
import type { RegistryClient } from './registry-client.ts'
import { brokenOff } from './registry-errors.ts'
import { isStatus, refusalOf, wordsOf } from './registry-refusal.ts'

const headers = { accept: manifestTypes.join(', '), 'accept-encoding': 'identity' }

/** The manifest of a tag or a digest; undefined when the repository has none. */
export async function readManifest(
  client: RegistryClient,
  version: string,
  signal: AbortSignal | undefined,
): Promise<StoredManifest | undefined> {
  const response = await client.send('GET', `manifests/${version}`, { headers, signal })
  if (response.status === 404) {
    await response.body?.cancel()
    return undefined
  }
  if (response.status !== 200) throw await refusalOf(client, response)
  const text = await response.text().catch((cause: unknown) => {
    throw brokenOff(response.url, cause, client.use, signal)
  })
  const wanted = version.startsWith('sha256:') ? version : statedDigest(response)
  const found = digestOf(new TextEncoder().encode(text))
  if (wanted !== undefined && wanted !== found) throw otherDigest(client, wanted, found)
  const { mediaType } = JSON.parse(text) as { readonly mediaType?: string }
  const [type = ''] = (response.headers.get('content-type') ?? '').split(';')
  return { text, mediaType: mediaType ?? type.trim() }
}

/** True when the tag names the manifest of that digest. */
export async function isStored(
  client: RegistryClient,
  { tag, digest }: ImageName,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const response = await client.send('HEAD', `manifests/${tag}`, { headers, signal })
  await response.body?.cancel()
  if (response.status === 404) return false
  if (response.status !== 200) throw await refusalOf(client, response)
  const stated = statedDigest(response)
  if (stated !== undefined) return stated === digest
  const manifest = await readManifest(client, tag, signal)
  return manifest !== undefined && digestOf(new TextEncoder().encode(manifest.text)) === digest
}

/** Stores a manifest under its tag; false when it was there already. */
export async function putManifest(
  client: RegistryClient,
  { tag, digest, manifest }: TaggedManifest,
): Promise<boolean> {
  if (await isStored(client, { tag, digest }, undefined)) return false
  // Sent to its end, so that it's known whether the image is there.
  const response = await client.send('PUT', `manifests/${tag}`, {
    headers: { 'content-type': dockerManifest },
    body: manifest,
    signal: undefined,
  })
  if (!isStatus(response, 200, 201, 202, 204)) throw await refusedManifest(client, tag, response)
  await response.body?.cancel()
  const stated = statedDigest(response)
  if (stated !== undefined && stated !== digest) throw otherDigest(client, digest, stated)
  const isThere = stated === digest || (await isStored(client, { tag, digest }, undefined))
  if (!isThere) throw otherDigest(client, digest, 'another one')
  return true
}

/** Takes a tag away; the registry may not do that, which harms nobody. */
export async function forgetTag(client: RegistryClient, tag: string): Promise<void> {
  const once = { attempts: 1, signal: undefined }
  const response = await client.send('DELETE', `manifests/${tag}`, once).catch(() => undefined)
  await response?.body?.cancel()
}

function statedDigest(response: Response): string | undefined {
  const stated = response.headers.get('docker-content-digest')
  return stated?.startsWith('sha256:') ? stated : undefined
}

/** Harbor answers 412 where tags can't move; others say so in words. */
async function refusedManifest(
  client: RegistryClient,
  tag: string,
  response: Response,
): Promise<ByoError> {
  const words = wordsOf(
    await response
      .clone()
      .text()
      .catch(() => ''),
  )
  if (response.status !== 412 && !/immutable/i.test(words)) return refusalOf(client, response)
  await response.body?.cancel()
  return new ByoError(
    'name-taken',
    `The tag "${tag}" of ${client.repository} at ${client.host} names another image and can't move (${response.status}${words && ` ${words}`}): choose another tag, or none.`,
  )
}

function otherDigest(client: RegistryClient, wanted: string, found: string): ByoError {
  return new ByoError(
    'upload-corrupted',
    `The registry ${client.host} has the manifest ${wanted} of ${client.repository} as ${found}: publish again; if that doesn't help, look what stands between here and the registry.`,
  )
}
