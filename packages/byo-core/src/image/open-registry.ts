import { ByoError } from '../errors.ts'
import type { Session } from '../session/session.ts'
import { ecrRegistry } from './ecr/ecr-target.ts'
import type { RepositoryOptions } from './ecr/repository-options.ts'
import { isDockerHub, parseImageReference } from './image-reference.ts'
import type { ImageRegistry } from './image-target.ts'
import { accessRegistry } from './registry/registry-access.ts'
import type { RegistryOptions } from './registry/registry-options.ts'
import { otherRegistry } from './registry/registry-target.ts'

/** What only ECR's repositories have. */
const ofEcr = ['scanOnPush', 'imageTagMutability', 'lifecyclePolicy', 'tags'] as const

const hostPattern = /^([a-zA-Z0-9.-]+|\[[\da-fA-F:]+\])(:\d+)?$/

/** The registry that the options name: the caller's ECR, which may be called by its own host, or another. */
export async function openRegistry(
  session: Session,
  options: RegistryOptions &
    RepositoryOptions & { readonly repository: string; readonly signal?: AbortSignal | undefined },
): Promise<ImageRegistry> {
  const { registry, registryCredentials, repository, signal } = options
  if (registry === undefined) {
    if (registryCredentials !== undefined) {
      throw invalid(
        'registryCredentials are for another registry than ECR: name it with registry, or leave them out.',
      )
    }
    return ecrRegistry(session, options)
  }
  if (!hostPattern.test(registry)) {
    throw invalid(
      `registry is "${registry}": give a host and, where it needs one, a port, such as registry.example.com:5000; what comes before and behind them is no part of it.`,
    )
  }
  const { registry: server } = parseImageReference(`${registry}/${repository}`)
  if (server !== registry && !isDockerHub(registry)) {
    throw invalid(
      `registry is "${registry}", which Docker takes for a user of Docker Hub: give its whole name, or its port too, such as ${registry}:443.`,
    )
  }
  const access = await accessRegistry(session, server, registryCredentials, signal, 'push')
  if (access.isOwn) return ecrRegistry(session, options)
  const odd = ofEcr.find((name) => options[name] !== undefined)
  if (odd !== undefined) {
    throw invalid(
      `${odd} is an option of ECR's repositories, and ${registry} is another registry: leave it out for ${repository}.`,
    )
  }
  return otherRegistry(session, registry, access)
}

function invalid(message: string): ByoError {
  return new ByoError('invalid-option', message)
}
