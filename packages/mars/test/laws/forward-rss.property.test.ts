import {
  fitMars,
  type MarsFit,
  type MarsOptions,
  type MarsProgress,
  type MarsTable,
} from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixedTables } from '../oracles/mixed-table.ts'
import { namedTable, randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

const degrees = fc.integer({ min: 1, max: 3 })

/** Fits the column y without pruning and hands on the steps. */
function steps(
  table: MarsTable,
  options: MarsOptions,
): { readonly fit: MarsFit; readonly progress: readonly MarsProgress[] } {
  const progress: MarsProgress[] = []
  const fit = fitMars(table, 'y', {
    ...options,
    pmethod: 'none',
    onProgress: (step) => progress.push(step),
  })
  return { fit, progress }
}

describe('the RSS of the forward pass', () => {
  it('never grows, by any rules', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom(null, 'earth' as const, 'mda' as const),
        degrees,
        (random, compat, degree) => {
          const { progress } = steps(namedTable(random), { compat, degree, thresh: 0 })
          const sums = progress.map(({ rss }) => rss)
          expect(sums).toEqual([...sums].sort((a, b) => b - a))
          expect(Math.min(...sums)).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('never grows for columns and responses of every kind, missing values or none', () => {
    fc.assert(
      fc.property(mixedTables, ({ rows, options }) => {
        const sums = steps(rows, options).progress.map(({ rss }) => rss)
        expect(sums).toEqual([...sums].sort((a, b) => b - a))
        expect(Math.min(...sums)).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 40 },
    )
  })

  it('is that of a least-squares fit on the terms, though it is made of gains alone', () => {
    fc.assert(
      fc.property(
        randomTables,
        fc.constantFrom(null, 'earth' as const),
        degrees,
        (random, compat, degree) => {
          const { fit, progress } = steps(namedTable(random), { compat, degree })
          const last = progress.at(-1)
          // Terms that turn out to depend on others are left out in the end.
          if (last?.terms === fit.value.dirs.length) expectClose([last.rss], [fit.rss], 1e-6)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('is that of a least-squares fit for columns and responses of every kind, too', () => {
    fc.assert(
      fc.property(mixedTables, ({ rows, options }) => {
        const { fit, progress } = steps(rows, options)
        const last = progress.at(-1)
        if (last?.terms === fit.value.dirs.length) expectClose([last.rss], [fit.rss], 1e-6)
      }),
      { numRuns: 60 },
    )
  })
})
