import { HttpError } from '../../errors.ts'
import type { ModelRegistry } from './model-registry.ts'

/** One page of the list of models; without a token it is the last. */
interface ModelPage {
  readonly models: readonly { readonly modelName: string; readonly modelUrl: string }[]
  readonly nextPageToken?: string
}

/**
 * Returns the page of models that a request asks for. Pages go by name, and a token is the last name of the page before, so
 * that each model that stays is listed once, whatever comes and goes between two pages.
 *
 * @throws HttpError 400 for a token that is none of ours.
 */
export function listModels(models: ModelRegistry, requestUrl = ''): ModelPage {
  const after = lastName(requestUrl)
  const names = models.names().filter((name) => after === undefined || name > after)
  const page = names.slice(0, pageSize)
  return {
    models: page.map((name) => ({ modelName: name, modelUrl: models.get(name).url })),
    ...(names.length > pageSize && { nextPageToken: tokenOf(page.at(-1)!) }),
  }
}

function lastName(requestUrl: string): string | undefined {
  const token = new URL(requestUrl, 'http://container').searchParams.get('next_page_token')
  if (token === null || token === '') return undefined
  const name = Buffer.from(token, 'base64url').toString('utf8')
  if (tokenOf(name) === token) return name
  throw new HttpError(
    400,
    `The next_page_token ${JSON.stringify(token.slice(0, 100))} was never given out: use the nextPageToken of the page before.`,
  )
}

/** In characters that need no escape in a query. */
function tokenOf(name: string): string {
  return Buffer.from(name, 'utf8').toString('base64url')
}

/** Models on one page. */
const pageSize = 100
