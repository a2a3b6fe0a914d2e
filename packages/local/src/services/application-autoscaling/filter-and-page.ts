import { AwsError } from '../../errors.ts'
import { instanceCountDimension } from '../../jobs/auto-scaling/scalable-target.ts'
import { invalid } from './scaling-resource.ts'

/** How a request asks for a part of what there is. */
export interface ListInput {
  readonly ServiceNamespace: string
  readonly ScalableDimension?: string
  readonly MaxResults?: number
  readonly NextToken?: string
}

/**
 * A page of things of which each belongs to a resource.
 *
 * @param largest - Things that a page has at most, and where nothing else is asked.
 */
export function filterAndPage<Item>(
  items: readonly Item[],
  { ServiceNamespace, ScalableDimension, MaxResults, NextToken }: ListInput,
  largest: number,
): { readonly page: readonly Item[]; readonly next: { readonly NextToken?: string } } {
  const size = MaxResults ?? largest
  if (size < 1 || size > largest)
    throw invalid(`MaxResults must be between 1 and ${largest}, and is ${size}.`)
  const isHere =
    ServiceNamespace === 'sagemaker' &&
    (ScalableDimension ?? instanceCountDimension) === instanceCountDimension
  const start = NextToken === undefined ? 0 : readToken(NextToken)
  const end = start + size
  const found = isHere ? items : []
  const NextPage = Buffer.from(String(end)).toString('base64url')
  return { page: found.slice(start, end), next: end < found.length ? { NextToken: NextPage } : {} }
}

function readToken(token: string): number {
  const start = Number(Buffer.from(token, 'base64url').toString('latin1'))
  if (Number.isInteger(start) && start > 0) return start
  throw new AwsError('InvalidNextTokenException', 'The next token supplied was invalid.')
}
