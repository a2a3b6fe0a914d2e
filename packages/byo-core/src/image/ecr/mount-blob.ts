import type { RegistryAccess } from '../registry/registry-access.ts'

/**
 * Takes a blob over from another repository of the same registry, without moving bytes. False where
 * the registry doesn't do that: ECR does when the account has switched it on.
 */
export async function mountBlob(
  { origin, authorization = '' }: RegistryAccess,
  { digest, from, to }: { readonly digest: string; readonly from: string; readonly to: string },
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const headers = { authorization }
  const stop = signal ? { signal } : {}
  const query = new URLSearchParams({ mount: digest, from })
  const url = `${origin}/v2/${to}/blobs/uploads/?${query}`
  // Whatever goes wrong here, the blob can still be copied.
  const response = await fetch(url, { method: 'POST', headers, ...stop }).catch(() => undefined)
  await response?.body?.cancel()
  const location = new URL(response?.headers.get('location') ?? origin, url)
  if (response?.status === 202 && location.origin === new URL(origin).origin) {
    // The registry has begun an upload instead, which nobody will use.
    const ended = await fetch(location, { method: 'DELETE', headers, ...stop }).catch(
      () => undefined,
    )
    await ended?.body?.cancel()
  }
  return response?.status === 201
}
