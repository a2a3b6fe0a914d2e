import { AwsError } from '../../errors.ts'
import { type HttpExchange, header } from '../../protocols/http-exchange.ts'
import type { Owner } from '../../state/arn.ts'
import type { DiskImageStore } from '../../state/disk-image-store.ts'
import { parseRegistryHost } from '../../state/image-reference.ts'
import type { ImageRepository } from '../../state/image-repository.ts'
import type { RequestContext } from '../operation.ts'
import { parseRegistryToken } from './registry-token.ts'

/** A request of the registry's own HTTP API, for one repository. */
export interface RegistryRequest {
  readonly exchange: HttpExchange
  readonly repository: ImageRepository
  readonly images: DiskImageStore
  /** What the path ends in: a digest, a tag, or an upload's id. */
  readonly reference: string
}

/** The repository of that name in the registry that a request is for, or the registry's error. */
export function requireRepository(
  images: DiskImageStore,
  name: string,
  exchange: HttpExchange,
  context: RequestContext,
): ImageRepository {
  const owner = findOwner(exchange, context)
  const repository = images.repository(name, owner)
  if (repository !== undefined) return repository
  throw new AwsError(
    'NAME_UNKNOWN',
    `The repository with name '${name}' does not exist in the registry with id '${owner?.accountId ?? context.accountId}'`,
    404,
  )
}

/**
 * Whose registry a request is for: the host says it as ECR's does, or what the client logged in with, or
 * a signed address. Docker sends none of these to a registry that asks for no login: then the name decides.
 */
export function findOwner(
  { request, query }: HttpExchange,
  context: RequestContext,
): Owner | undefined {
  const signed = query.has('X-Amz-Credential') ? context : undefined
  return (
    parseRegistryHost(request.headers.host ?? '') ??
    parseRegistryToken(header(request, 'authorization')) ??
    signed
  )
}
