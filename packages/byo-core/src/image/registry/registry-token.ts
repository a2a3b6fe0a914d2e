import { basicAuthorization, type FoundCredentials } from './registry-credentials.ts'
import { optionOf, unsafeRealm } from './registry-errors.ts'
import { fetchPatiently, type Sender } from './registry-fetch.ts'

/** What a registry wants to know. */
export interface Challenge {
  readonly origin: string
  /** Its `www-authenticate`. */
  readonly challenge: string
  readonly repository: string
  /** What to ask a token for, instead of what the challenge says. */
  readonly scopes?: readonly string[] | undefined
}

/**
 * The header that answers a registry's challenge: `Basic` with the credentials, or
 * `Bearer realm="…",service="…",scope="…"` with a token that the realm gives for them; public images
 * get one for nothing. Undefined when there is nothing to answer with.
 */
export async function answerChallenge(
  { origin, challenge, repository, scopes }: Challenge,
  credentials: FoundCredentials | undefined,
  sender: Sender,
): Promise<string | undefined> {
  const [, parameters] = /\bbearer\s+(.*)/i.exec(challenge) ?? []
  if (parameters === undefined) {
    return credentials && 'username' in credentials ? basicAuthorization(credentials) : undefined
  }
  const {
    realm,
    service,
    scope = `repository:${repository}:pull`,
  } = Object.fromEntries(
    [...parameters.matchAll(/(\w+)=(?:"([^"]*)"|([^\s,]+))/g)].map(([, name, quoted, bare]) => [
      name,
      quoted ?? bare,
    ]),
  ) as Record<string, string | undefined>
  if (realm === undefined) return undefined
  const url = checkRealm(realm, origin, sender)
  const wanted = { service, scopes: scopes ?? [scope] }

  const own = credentials && (await askToken(url, wanted, credentials, sender))
  if (own !== undefined) return `Bearer ${own}`
  // What docker login kept may have expired, and the image may be public all the same.
  const token =
    credentials?.source === optionOf(sender.use)
      ? undefined
      : await askToken(url, wanted, undefined, sender)
  return token === undefined ? undefined : `Bearer ${token}`
}

/** A password is never sent in the clear because a registry asks for it there. */
function checkRealm(realm: string, origin: string, { use }: Sender): URL {
  const url = URL.canParse(realm) ? new URL(realm) : undefined
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && origin.startsWith('http:'))) {
    return url
  }
  throw unsafeRealm(origin, realm, use)
}

/** A token for the wanted scopes, or undefined when the credentials don't get one. */
async function askToken(
  realm: URL,
  { service, scopes }: { readonly service: string | undefined; readonly scopes: readonly string[] },
  credentials: FoundCredentials | undefined,
  sender: Sender,
): Promise<string | undefined> {
  const url = new URL(realm)
  let init: RequestInit = {}
  if (credentials && 'identityToken' in credentials) {
    const grant = { grant_type: 'refresh_token', refresh_token: credentials.identityToken }
    const wanted = { ...(service !== undefined && { service }), scope: scopes.join(' ') }
    init = { method: 'POST', body: new URLSearchParams({ ...wanted, ...grant, client_id: 'byo' }) }
  } else {
    if (service !== undefined) url.searchParams.set('service', service)
    for (const scope of scopes) url.searchParams.append('scope', scope)
    if (credentials) init = { headers: { authorization: basicAuthorization(credentials) } }
  }
  const response = await fetchPatiently(url.href, init, sender)
  const answer = await response.json().catch(() => ({}))
  const { token, access_token } = answer as { token?: string; access_token?: string }
  return response.ok ? (token ?? access_token) : undefined
}
