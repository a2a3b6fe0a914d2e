import { invalidParameter } from './validate-ecr-input.ts'

/** How an operation asks for a part of a list. */
export interface PageInput {
  readonly maxResults?: number
  readonly nextToken?: string
}

const usual = 100

/** The part of a list that an input asks for, and the token that leads to the next. */
export function paginate<Item>(
  items: readonly Item[],
  { maxResults = usual, nextToken }: PageInput,
): { page: readonly Item[]; nextToken: string | undefined } {
  const start = nextToken === undefined ? 0 : readToken(nextToken)
  const end = start + maxResults
  const next = end < items.length ? Buffer.from(`${end}`).toString('base64url') : undefined
  return { page: items.slice(start, end), nextToken: next }
}

function readToken(token: string): number {
  const start = Number(Buffer.from(String(token), 'base64url').toString('latin1'))
  if (Number.isInteger(start) && start > 0) return start
  throw invalidParameter('nextToken', 'must be a token that this operation gave')
}
