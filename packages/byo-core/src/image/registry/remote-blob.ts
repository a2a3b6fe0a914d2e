import { createHash } from 'node:crypto'
import { ByoError } from '../../errors.ts'
import { pauseAfter } from '../../requests/persistently.ts'
import type { RegistryClient } from './registry-client.ts'
import { brokenOff, type RegistryUse } from './registry-errors.ts'
import { attempts } from './registry-fetch.ts'

/**
 * The bytes of a registry's blob, as they come. A connection that breaks off is taken up again where
 * it broke; at the end the bytes must be those that the digest stands for.
 */
export async function* readBlob(
  registry: RegistryClient,
  digest: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  let position = 0
  for (let attempt = 1; ; attempt += 1) {
    const start = position
    const response = await registry.get(`blobs/${digest}`, { from: start, signal })
    let skip = response.status === 206 ? 0 : start
    try {
      for await (const chunk of response.body ?? []) {
        const news = chunk.subarray(skip)
        skip -= chunk.byteLength - news.byteLength
        hash.update(news)
        position += news.byteLength
        if (news.byteLength > 0) yield news
      }
      break
    } catch (cause) {
      if (signal?.aborted || attempt === attempts)
        throw brokenOff(response.url, cause, registry.use, signal)
    }
    if (position > start) attempt = 1
    await pauseAfter(attempt, registry.runtime, signal)
  }
  if (`sha256:${hash.digest('hex')}` !== digest) throw corruptedBlob(digest, registry.use)
}

/** The error of bytes that aren't what their digest says. */
export function corruptedBlob(digest: string, use: RegistryUse = 'base image'): ByoError {
  return new ByoError(
    use === 'push' ? 'upload-corrupted' : 'base-image-unavailable',
    `The registry sent other bytes than ${digest} stands for: try again.`,
  )
}
