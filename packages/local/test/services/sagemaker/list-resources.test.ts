import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Listed } from '../../../src/services/sagemaker/list-resources.ts'
import { type ListInput, listResources } from '../../../src/services/sagemaker/list-resources.ts'

const resource = (name: string, seconds = 0, status = 'InProgress'): Listed => ({
  name,
  arn: `arn:${name}`,
  region: 'us-east-1',
  creationTime: seconds * 1000,
  lastModifiedTime: seconds * 2000,
  tags: [],
  accountId: '000000000000',
  status,
})

/** The names on all pages, one after the other. */
function readAll(resources: readonly Listed[], input: ListInput): string[] {
  const names: string[] = []
  for (let NextToken: string | undefined; ; ) {
    const page = listResources(
      resources,
      { ...input, ...(NextToken && { NextToken }) },
      'Ascending',
    )
    names.push(...page.items.map(({ name }) => name))
    NextToken = page.NextToken
    if (NextToken === undefined) return names
  }
}

const resources = [
  resource('b', 3, 'Failed'),
  resource('a', 1, 'Completed'),
  resource('c', 2, 'Completed'),
]

describe('listResources', () => {
  it('sorts by creation, name or status, both ways', () => {
    expect(readAll(resources, {})).toEqual(['a', 'c', 'b'])
    expect(readAll(resources, { SortOrder: 'Descending' })).toEqual(['b', 'c', 'a'])
    expect(readAll(resources, { SortBy: 'Name' })).toEqual(['a', 'b', 'c'])
    expect(readAll(resources, { SortBy: 'Status' })).toEqual(['a', 'c', 'b'])
  })

  it('filters by name, status and times', () => {
    expect(readAll(resources, { NameContains: 'b' })).toEqual(['b'])
    expect(readAll(resources, { StatusEquals: 'Completed' })).toEqual(['a', 'c'])
    expect(readAll(resources, { CreationTimeAfter: 1, CreationTimeBefore: 3 })).toEqual(['c'])
    expect(readAll(resources, { LastModifiedTimeAfter: 4 })).toEqual(['b'])
  })

  it('gives every resource exactly once over any pages, in the order of one page', () => {
    const listed = fc
      .uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.nat(5)), { selector: ([name]) => name })
      .map((all) => all.map(([name, seconds]) => resource(name, seconds)))
    fc.assert(
      fc.property(
        listed,
        fc.integer({ min: 1, max: 100 }),
        fc.constantFrom('Name', 'CreationTime', 'Status'),
        fc.constantFrom('Ascending', 'Descending'),
        (all, MaxResults, SortBy, SortOrder) => {
          const order = { SortBy, SortOrder } as const
          const whole = listResources(all, { ...order, MaxResults: all.length + 1 }, 'Ascending')
          const names = whole.items.map(({ name }) => name)
          expect(readAll(all, { ...order, MaxResults })).toEqual(names)
          expect(names.toSorted()).toEqual(all.map(({ name }) => name).toSorted())
        },
      ),
    )
  })

  it('goes on after the last name even when that one is gone', () => {
    const { NextToken = '' } = listResources(
      resources,
      { MaxResults: 1, SortBy: 'Name' },
      'Ascending',
    )
    const rest = resources.filter(({ name }) => name !== 'a')
    expect(readAll(rest, { NextToken, SortBy: 'Name' })).toEqual(['b', 'c'])
  })

  it('refuses a token that it has not made', () => {
    for (const NextToken of ['nonsense', 'e30', '']) {
      expect(() => listResources(resources, { NextToken }, 'Ascending')).toThrow(
        'Invalid NextToken',
      )
    }
  })
})
