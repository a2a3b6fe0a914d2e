import type { Resource, Time } from '../../jobs/resource.ts'
import { epochSeconds } from './answers.ts'
import { refusal } from './refusals.ts'

/** What every List operation of SageMaker takes. */
export interface ListInput {
  readonly NextToken?: string
  readonly MaxResults?: number
  readonly NameContains?: string
  readonly StatusEquals?: string
  readonly CreationTimeAfter?: number
  readonly CreationTimeBefore?: number
  readonly LastModifiedTimeAfter?: number
  readonly LastModifiedTimeBefore?: number
  readonly SortBy?: string
  readonly SortOrder?: string
}

/** What can be listed; what never changes has neither status nor later times. */
export interface Listed
  extends Pick<Resource, 'name' | 'creationTime'>,
    Partial<Omit<Resource, 'name' | 'creationTime'>> {
  readonly status?: string
  readonly lastModifiedTime?: Time
  /** What the list can be sorted by where its resources have an objective. */
  readonly value?: number
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[]
  readonly NextToken?: string
}

const defaultPageSize = 10

/** The page of resources that a List request asks for: filtered, sorted, from its token on. */
export function listResources<T extends Listed>(
  resources: readonly T[],
  input: ListInput,
  defaultOrder: 'Ascending' | 'Descending',
): Page<T> {
  const sortBy = input.SortBy ?? 'CreationTime'
  const sign = (input.SortOrder ?? defaultOrder) === 'Ascending' ? 1 : -1
  const positionOf = (resource: T): Position => [sortValue(resource, sortBy), resource.name]
  const sorted = resources
    .filter((resource) => isAsked(resource, input))
    .sort((a, b) => sign * compare(positionOf(a), positionOf(b)))

  const after = input.NextToken === undefined ? undefined : readToken(input.NextToken)
  const rest = after ? sorted.filter((one) => sign * compare(positionOf(one), after) > 0) : sorted
  const items = rest.slice(0, input.MaxResults ?? defaultPageSize)
  const last = items.at(-1)
  const isCut = last !== undefined && items.length < rest.length
  return { items, ...(isCut && { NextToken: writeToken(positionOf(last)) }) }
}

/** Where a resource stands in a list: what it is sorted by, then its name. A token is one, so pages survive deletions. */
type Position = readonly [value: string | number, name: string]

function isAsked(resource: Listed, input: ListInput): boolean {
  const created = epochSeconds(resource.creationTime)
  const modified = epochSeconds(resource.lastModifiedTime ?? resource.creationTime)
  return (
    (input.NameContains === undefined || resource.name.includes(input.NameContains)) &&
    (input.StatusEquals === undefined || resource.status === input.StatusEquals) &&
    created > (input.CreationTimeAfter ?? Number.NEGATIVE_INFINITY) &&
    created < (input.CreationTimeBefore ?? Number.POSITIVE_INFINITY) &&
    modified > (input.LastModifiedTimeAfter ?? Number.NEGATIVE_INFINITY) &&
    modified < (input.LastModifiedTimeBefore ?? Number.POSITIVE_INFINITY)
  )
}

function sortValue(resource: Listed, sortBy: string): string | number {
  if (sortBy === 'Name') return resource.name
  if (sortBy === 'Status') return resource.status ?? ''
  if (sortBy === 'FinalObjectiveMetricValue') return resource.value ?? 0
  return epochSeconds(resource.creationTime)
}

function compare([valueA, nameA]: Position, [valueB, nameB]: Position): number {
  if (valueA !== valueB) return valueA < valueB ? -1 : 1
  return nameA === nameB ? 0 : nameA < nameB ? -1 : 1
}

function writeToken(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

function readToken(token: string): Position {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(position) && position.length === 2) return position as unknown as Position
  } catch {
    // Said below, as for any other text that is no token.
  }
  throw refusal('Invalid NextToken: it is not one that a list has returned.')
}
