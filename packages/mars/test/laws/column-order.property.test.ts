import { fitMars, type MarsCell } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixedTables } from '../oracles/mixed-table.ts'
import { lehmer, namedTable, randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

const seeds = fc.integer({ min: 1, max: 1e6 })

/** The names in another order. */
function shuffled(names: readonly string[], seed: number): readonly string[] {
  const random = lehmer(seed)
  const keys = new Map(names.map((name) => [name, random()]))
  return [...names].sort((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0))
}

/** What a model is whatever the order of its columns: names and coefficients of its terms, sorted. */
function termsByName(fit: ReturnType<typeof fitMars>): readonly (readonly [string, number])[] {
  return fit.terms
    .map(({ name, coefficient }) => [name.split('*').sort().join('*'), coefficient] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

describe('a fit', () => {
  it('is the same but for the order of its columns, whatever order they are given in', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom(null, 'earth' as const, 'mda' as const),
        seeds,
        (random, compat, seed) => {
          const table = namedTable(random)
          const names = shuffled(Object.keys(table), seed)
          const other = Object.fromEntries(names.map((name) => [name, table[name]]))
          const [one, two] = [table, other].map((each) => fitMars(each, 'y', { compat }))
          const [left, right] = [termsByName(one), termsByName(two)]
          expect(right.map(([name]) => name)).toEqual(left.map(([name]) => name))
          expectClose(
            right.map(([, value]) => value),
            left.map(([, value]) => value),
            1e-6,
          )
          expectClose([two.rss, two.gcv], [one.rss, one.gcv], 1e-6)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('of columns of every kind predicts the same for rows whose cells stand in any order', () => {
    fc.assert(
      fc.property(mixedTables, seeds, ({ rows, options, others }, seed) => {
        const fit = fitMars(rows, 'y', options)
        const names = shuffled(['size', 'kind', 'step', 'year', 'fresh', 'width', 'idle'], seed)
        const reordered = others.map((row) =>
          Object.fromEntries(names.map((name): [string, MarsCell] => [name, row[name]])),
        )
        const lenient = { missing: 'omit', unseenLevels: 'baseline' } as const
        expect(fit.predict(reordered, lenient)).toEqual(fit.predict(others, lenient))
      }),
      { numRuns: 20 },
    )
  })
})
