import { ByoError } from '../../errors.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'

/** What opens the caller's registry to Docker. */
export interface RegistryLogin {
  /** Host and port. */
  readonly host: string
  /** User and password in base64, good for twelve hours. */
  readonly token: string
}

/** Asks ECR for a token, and for where it's good: the one host that Docker can push to with it. */
export async function readRegistryLogin(
  session: Session,
  signal: AbortSignal | undefined,
): Promise<RegistryLogin> {
  const ecr = await session.clients.ecr()
  const { authorizationData } = await request('GetAuthorizationToken', signal, (options) =>
    ecr.getAuthorizationToken({}, options),
  )
  const { authorizationToken: token, proxyEndpoint } = authorizationData?.[0] ?? {}
  if (token === undefined || proxyEndpoint === undefined) {
    throw new ByoError('request-refused', 'GetAuthorizationToken gave no token: try again.')
  }
  return { host: new URL(proxyEndpoint).host, token }
}
