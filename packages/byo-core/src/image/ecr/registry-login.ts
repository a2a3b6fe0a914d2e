import { ByoError } from '../../errors.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import type { RegistryLogin } from '../image-target.ts'

/** Asks ECR for a token, good for twelve hours, and for where it's good: the one host that Docker can push to with it. */
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
