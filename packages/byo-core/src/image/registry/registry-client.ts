import { ByoError } from '../../errors.ts'
import type { Runtime } from '../../runtime.ts'
import type { ImageReference } from '../image-reference.ts'
import type { RegistryAccess } from './registry-access.ts'
import { fetchPatiently } from './registry-fetch.ts'
import { answerChallenge } from './registry-token.ts'

/** How a path of a registry is read. */
interface ReadOptions {
  /** Media types, as HTTP lists them; any by default. */
  readonly accept?: string
  /** The first byte that is wanted; a registry may send all the same from the beginning, with 200. */
  readonly from?: number
  readonly signal: AbortSignal | undefined
}

/** Reads from one repository of a registry. */
export interface RegistryClient {
  readonly runtime: Runtime
  /** The answer to a GET below `/v2/<repository>/`, which is 200, or 206 where a beginning was left out. */
  get(path: string, options: ReadOptions): Promise<Response>
}

/**
 * A reader of the registry's HTTP API. Registries answer the first request with where to get a token
 * (also for what is public), and again when a token has expired.
 */
export function createRegistryClient(
  { registry, repository }: ImageReference,
  { origin, authorization, credentials }: RegistryAccess,
  runtime: Runtime,
): RegistryClient {
  let current = authorization

  return {
    runtime,
    async get(path, { accept = '*/*', from = 0, signal }) {
      const url = `${origin}/v2/${repository}/${path}`
      const sender = { runtime, signal }
      const send = () => {
        // Digests and ranges are of the bytes as they are, not as a proxy may compress them.
        const headers = new Headers({ accept, 'accept-encoding': 'identity' })
        if (from > 0) headers.set('range', `bytes=${from}-`)
        if (current !== undefined) headers.set('authorization', current)
        return fetchPatiently(url, { headers }, sender)
      }
      let response = await send()
      const challenge = response.headers.get('www-authenticate')
      if (response.status === 401 && challenge !== null) {
        await response.body?.cancel()
        const known = await credentials()
        current = await answerChallenge({ origin, challenge, repository }, known, sender)
        response = await send()
      }
      if (response.status === 200 || response.status === 206) return response
      await response.body?.cancel()
      throw refused(url, response.status, registry)
    },
  }
}

function refused(url: string, status: number, registry: string): ByoError {
  return new ByoError(
    'base-image-unavailable',
    `${url} answered with ${status}: ${adviceFor(status, registry)}`,
  )
}

function adviceFor(status: number, registry: string): string {
  if (status === 404) return "is the base image's name right? A private one may be hidden as well."
  if (status === 429) {
    return 'the registry limits how often it is read. Sign in to it (baseImageCredentials, docker login), or use the same image of public.ecr.aws/docker.'
  }
  if (status >= 500) return 'the registry is out of order: try again later.'
  if (/\.dkr[.-]ecr/.test(registry)) {
    return "the caller needs ecr:BatchGetImage and ecr:GetDownloadUrlForLayer, from another account also in the repository's own policy."
  }
  return 'is it public? Else pass baseImageCredentials, or sign in with docker login.'
}
