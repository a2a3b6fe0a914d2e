import type { RequestContext } from '../operation.ts'
import { formatRegistryToken } from '../registry/registry-token.ts'
import { type EcrState, epochSeconds } from './ecr-context.ts'

const lifetime = 12 * 60 * 60 * 1000

/** Gives what to log in to the registry with, and where: the registry is on this server's own port. */
export function getAuthorizationToken(
  { clock }: EcrState,
  _input: unknown,
  context: RequestContext,
): unknown {
  return {
    authorizationData: [
      {
        authorizationToken: formatRegistryToken(context),
        expiresAt: epochSeconds(new Date(clock.now().getTime() + lifetime)),
        proxyEndpoint: context.endpoint,
      },
    ],
  }
}
