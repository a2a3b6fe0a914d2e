import { persistently } from '../../requests/persistently.ts'
import { request } from '../../requests/request.ts'
import type { Session } from '../../session/session.ts'
import { dockerCredentials } from './docker-config.ts'
import type { FoundCredentials, RegistryCredentials } from './registry-credentials.ts'
import { optionOf, type RegistryUse } from './registry-errors.ts'

/** Where a registry is, and what opens it. */
export interface RegistryAccess {
  /** Such as `https://ghcr.io`. */
  readonly origin: string
  /** Sent with the first request already, where the registry is known to want it. */
  readonly authorization: string | undefined
  readonly use: RegistryUse
  /** True for ECR in the session's account and region, where images are published. */
  readonly isOwn: boolean
  /** Asked for when the registry wants to know who calls. */
  credentials(): Promise<FoundCredentials | undefined>
}

/**
 * How to reach a registry: with the credentials given, at ECR as the caller, and else with those that
 * `docker login` has kept. Registries on this machine speak plain HTTP.
 */
export async function accessRegistry(
  session: Session,
  registry: string,
  given: RegistryCredentials | undefined,
  signal: AbortSignal | undefined,
  use: RegistryUse = 'base image',
): Promise<RegistryAccess> {
  const isLoopback = /^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(registry)
  const origin = `${isLoopback ? 'http' : 'https'}://${registry}`
  const plain = { origin, authorization: undefined, isOwn: false, use }
  if (given) {
    return { ...plain, credentials: async () => ({ ...given, source: optionOf(use) }) }
  }
  const [, account = '', region = ''] = ecrRegistry.exec(registry) ?? []
  if (region === '') return { ...plain, credentials: () => dockerCredentials(registry, use) }
  const { token, endpoint } = await askEcr(session, region, signal)
  return {
    // An endpoint of one's own has the registry at another address than the name says.
    origin: endpoint === undefined || isEcr(endpoint) ? origin : endpoint,
    authorization: `Basic ${token}`,
    use,
    isOwn: region === session.region && account === (await session.accountId()),
    credentials: async () => undefined,
  }
}

/** Of any partition, with the dual-stack and FIPS names; account and region in groups. */
const ecrRegistry =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|on\.(?:aws|amazonwebservices\.com\.cn))$/

function isEcr(endpoint: string): boolean {
  return ecrRegistry.test(new URL(endpoint).host)
}

/** A token of a region opens every registry there that the caller may read, also other accounts'. */
async function askEcr(session: Session, region: string, signal: AbortSignal | undefined) {
  const ecr = await session.clients.ecr(region === session.region ? undefined : region)
  const { authorizationData } = await persistently(session.runtime, signal, () =>
    request('GetAuthorizationToken', signal, (options) => ecr.getAuthorizationToken({}, options)),
  )
  const { authorizationToken: token = '', proxyEndpoint: endpoint } = authorizationData?.[0] ?? {}
  return { token, endpoint }
}
