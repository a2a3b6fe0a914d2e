import type { Runtime } from '../../runtime.ts'
import type { RegistryAccess } from './registry-access.ts'
import { type RegistryUse, unreadableBase } from './registry-errors.ts'
import { fetchPatiently } from './registry-fetch.ts'
import { refusalOf } from './registry-refusal.ts'
import { answerChallenge } from './registry-token.ts'

/** How a path of a registry is read. */
interface ReadOptions {
  /** Media types, as HTTP lists them; any by default. */
  readonly accept?: string
  /** The first byte that is wanted; a registry may send all the same from the beginning, with 200. */
  readonly from?: number
  readonly signal: AbortSignal | undefined
}

/** What a request has beside its method and address. */
interface SendOptions {
  readonly headers?: Readonly<Record<string, string>>
  /** A stream is sent once, whatever the answer. */
  readonly body?: Uint8Array | string | ReadableStream
  /** Attempts in all for what passes by itself. @defaultValue 5 */
  readonly attempts?: number
  /** @defaultValue `follow` */
  readonly redirect?: 'follow' | 'manual'
  /** A repository that the request takes something over from. */
  readonly alsoReads?: string
  readonly signal: AbortSignal | undefined
}

/** Reads from one repository of a registry, and writes to it. */
export interface RegistryClient {
  readonly runtime: Runtime
  readonly use: RegistryUse
  /** Of the registry, with its port. */
  readonly host: string
  readonly repository: string
  /** The answer to a GET below `/v2/<repository>/`, which is 200, or 206 where a beginning was left out. */
  get(path: string, options: ReadOptions): Promise<Response>
  /** The answer to any request, whatever its status; the address is below `/v2/<repository>/`, or a whole URL. */
  send(method: string, address: string | URL, options: SendOptions): Promise<Response>
}

/**
 * A client of the registry's HTTP API. Registries answer the first request with where to get a token
 * (also for what is public), and again when a token has expired.
 */
export function createRegistryClient(
  { registry, repository }: { readonly registry: string; readonly repository: string },
  { origin, authorization, credentials, use }: RegistryAccess,
  runtime: Runtime,
): RegistryClient {
  let current = authorization
  // A token lets do what it was asked for alone, so one that is for pushing is asked for all of that at once.
  const scopes = new Set(use === 'push' ? [`repository:${repository}:pull,push`] : [])

  const send: RegistryClient['send'] = async (method, address, options) => {
    const { headers = {}, body, attempts, redirect, alsoReads, signal } = options
    const url = new URL(address, `${origin}/v2/${repository}/`)
    // What opens the registry is for nobody else.
    const isHome = url.origin === origin
    const sender = { runtime, signal, use }
    if (alsoReads !== undefined && !scopes.has(pullScope(alsoReads))) {
      scopes.add(pullScope(alsoReads))
      forgetToken()
    }
    const attempt = () => {
      const all = new Headers(headers)
      if (isHome && current !== undefined) all.set('authorization', current)
      const init = {
        method,
        headers: all,
        ...(body !== undefined && { body, duplex: 'half' as const }),
      }
      return fetchPatiently(
        url.href,
        { ...init, ...(redirect && { redirect }) },
        { ...sender, ...(attempts !== undefined && { attempts }) },
      )
    }
    const response = await attempt()
    const challenge = response.headers.get('www-authenticate')
    const isSent = body instanceof ReadableStream
    if (!isHome || isSent || response.status !== 401 || challenge === null) return response
    await response.body?.cancel()
    const known = await credentials()
    const asked = {
      origin,
      challenge,
      repository,
      scopes: scopes.size > 0 ? [...scopes] : undefined,
    }
    current = await answerChallenge(asked, known, sender)
    const answer = await attempt()
    if (alsoReads !== undefined && (answer.status === 401 || answer.status === 403)) {
      // A registry may give no token at all to who asks for more than they may have.
      scopes.delete(pullScope(alsoReads))
      forgetToken()
    }
    return answer
  }

  /** Has the next request ask for a token again. */
  function forgetToken() {
    if (current?.startsWith('Bearer ')) current = undefined
  }

  return {
    runtime,
    use,
    host: registry,
    repository,
    send,
    async get(path, { accept = '*/*', from = 0, signal }) {
      // Digests and ranges are of the bytes as they are, not as a proxy may compress them.
      const headers = {
        accept,
        'accept-encoding': 'identity',
        ...(from > 0 && { range: `bytes=${from}-` }),
      }
      const response = await send('GET', path, { headers, signal })
      if (response.status === 200 || response.status === 206) return response
      if (use === 'push') throw await refusalOf({ host: registry, repository }, response)
      await response.body?.cancel()
      throw unreadableBase(`${origin}/v2/${repository}/${path}`, response.status, registry)
    },
  }
}

function pullScope(repository: string): string {
  return `repository:${repository}:pull`
}
