import { ByoError } from '../errors.ts'
import { aborted } from '../waiting/aborted.ts'
import type { ImageReference } from './image-reference.ts'

/** Reads from one repository of a registry. */
export interface RegistryClient {
  /** The answer to a GET below `/v2/<repository>/`, which is 200. */
  get(path: string, accept: string, signal: AbortSignal | undefined): Promise<Response>
}

/**
 * A reader of the registry's HTTP API. Registries answer the first request with where to get a token
 * (also for what is public); `authorization` is sent to those that don't.
 */
export function createRegistryClient(
  { registry, repository }: ImageReference,
  authorization: string | undefined,
): RegistryClient {
  const scheme = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(registry) ? 'http' : 'https'
  let credentials = authorization

  return {
    async get(path, accept, signal) {
      const url = `${scheme}://${registry}/v2/${repository}/${path}`
      let response = await send(url, { accept, ...authorize(credentials) }, signal)
      const challenge = response.headers.get('www-authenticate')
      if (response.status === 401 && challenge !== null) {
        await response.body?.cancel()
        credentials = await fetchToken(challenge, repository, signal)
        response = await send(url, { accept, ...authorize(credentials) }, signal)
      }
      if (response.status === 200) return response
      await response.body?.cancel()
      throw new ByoError(
        'base-image-unavailable',
        `${url} answered with ${response.status}: is the image's name right, and is it public?`,
      )
    },
  }
}

function authorize(credentials: string | undefined): Record<string, string> {
  return credentials === undefined ? {} : { authorization: credentials }
}

/** Answers `Bearer realm="…",service="…",scope="…"` with a token for it. */
async function fetchToken(
  challenge: string,
  repository: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (!/^bearer /i.test(challenge)) return undefined
  const { realm, service, scope } = Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  )
  if (realm === undefined) return undefined
  const url = new URL(realm)
  if (service !== undefined) url.searchParams.set('service', service)
  url.searchParams.set('scope', scope ?? `repository:${repository}:pull`)
  const response = await send(url.href, {}, signal)
  const answer = await response.json().catch(() => ({}))
  const { token, access_token } = answer as { token?: string; access_token?: string }
  return `Bearer ${token ?? access_token}`
}

async function send(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  try {
    return await fetch(url, { headers, ...(signal && { signal }) })
  } catch (cause) {
    throw brokenOff(url, cause, signal)
  }
}

/** The error of a request to a registry that got no answer, or not all of it. */
export function brokenOff(url: string, cause: unknown, signal: AbortSignal | undefined): ByoError {
  if (signal?.aborted) return aborted(signal, 'reading the base image')
  return new ByoError(
    'base-image-unavailable',
    `The registry at ${new URL(url).host} can't be reached: ${reasonOf(cause)}. Is there a network, or a base image nearer by (baseImage, BYO_BASE_IMAGE)?`,
    { cause },
  )
}

/** The fetch API says "fetch failed" and keeps the reason as the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as {
    cause?: { message?: string; code?: string }
    message: string
  }
  return cause?.message || cause?.code || message
}
