import { AwsError } from '../../errors.ts'
import { type HttpExchange, send } from '../../protocols/http-exchange.ts'
import type { DiskImageStore } from '../../state/disk-image-store.ts'
import type { RequestContext } from '../operation.ts'
import { findOwner, type RegistryRequest } from './registry-request.ts'

/** Lists the tags of a repository. */
export function listTags({ exchange, repository }: RegistryRequest): void {
  const { page, headers } = takePage(exchange, [...repository.tags.keys()])
  sendList(exchange, { name: repository.name, tags: page }, headers)
}

/** Lists the repositories of a registry. */
export function listRepositories(
  images: DiskImageStore,
  exchange: HttpExchange,
  context: RequestContext,
): void {
  const repositories = images.repositories(findOwner(exchange, context) ?? context)
  const { page, headers } = takePage(
    exchange,
    repositories.map(({ name }) => name),
  )
  sendList(exchange, { repositories: page }, headers)
}

function sendList(exchange: HttpExchange, list: object, headers: Record<string, string>): void {
  send(exchange, 200, { 'content-type': 'application/json', ...headers }, JSON.stringify(list))
}

/** The `n` names after `last`, or all of them, and the address of those that follow. */
function takePage(
  { path, query }: HttpExchange,
  names: readonly string[],
): { page: readonly string[]; headers: Record<string, string> } {
  const after = query.get('last') ?? ''
  const rest = [...names].sort().filter((name) => name > after)
  const count = query.get('n')
  if (count === null) return { page: rest, headers: {} }
  if (!/^\d{1,9}$/.test(count)) {
    throw new AwsError('PAGINATION_NUMBER_INVALID', `"${count}" is no number of results`)
  }
  const page = rest.slice(0, Number(count))
  const last = page.at(-1)
  if (last === undefined || page.length === rest.length) return { page, headers: {} }
  const next = `${path}?${new URLSearchParams({ n: count, last })}`
  return { page, headers: { link: `<${next}>; rel="next"` } }
}
