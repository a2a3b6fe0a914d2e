import { fitMars, isMarsError } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exhaustivePath } from '../../src/backward/exhaustive-path.ts'
import { forwardPath } from '../../src/backward/forward-path.ts'
import { replacementPath } from '../../src/backward/replacement-path.ts'
import { leadingSubsets, type SubsetPath } from '../../src/backward/subset-path.ts'
import { triangularFactor } from '../../src/backward/triangular-factor.ts'
import { leastByAllSubsets } from '../oracles/all-subsets.ts'
import { namedTable, type RandomTable, randomTables } from '../oracles/random-table.ts'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

const unbounded = { most: 99, mostNodes: 1e6, signal: { aborted: false } }

describe('the search of all subsets', () => {
  it('finds the least RSS of each size that a fit to every subset finds, over several responses', () => {
    fc.assert(
      fc.property(randomTables, fc.boolean(), (table, both) => {
        const columns = someTerms(table)
        const responses = both ? [table.y, secondResponse(table)] : [table.y]

        const path = exhaustivePath(columns, responses, unbounded)

        expectClose(path.rss, leastByAllSubsets(columns, responses), 1e-8)
        expectTrue(path, columns, responses)
      }),
      { numRuns: 25 },
    )
  })

  it('finds the same up to a bound when it looks no further', () => {
    fc.assert(
      fc.property(randomTables, fc.integer({ min: 1, max: 6 }), (table, most) => {
        const columns = someTerms(table)
        const all = exhaustivePath(columns, [table.y], unbounded)
        const some = exhaustivePath(columns, [table.y], { ...unbounded, most })
        expectClose(some.rss.slice(0, most), all.rss.slice(0, most), 1e-12)
      }),
      { numRuns: 25 },
    )
  })

  it('gives up after so many steps, and where its signal has been aborted', () => {
    const columns = manyTerms()
    const y = Float64Array.from({ length: 80 }, (_, i) => Math.sin(i * i))
    const search = (more: object) => () => exhaustivePath(columns, [y], { ...unbounded, ...more })
    expect(search({ mostNodes: 100 })).toThrow(
      "Option pmethod is 'exhaustive', and for 25 terms the search did not end within 100 steps",
    )
    const signal = { aborted: true, reason: 'enough' }
    expect(search({ signal })).toThrow(
      expect.objectContaining({ code: 'aborted', cause: 'enough' }),
    )
  })
})

describe('forward selection', () => {
  it('adds at each size the term that a fit with each would add', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const columns = someTerms(table)
        const naive = addByFitting(columns, table.y)
        const first = leadingSubsets(triangularFactor(columns, [table.y]))
        const path = forwardPath(columns, [table.y])
        expectClose(
          path.rss,
          naive.map((rss, index) => Math.min(rss, first.rss[index])),
          1e-8,
        )
        expectTrue(path, columns, [table.y])
      }),
      { numRuns: 25 },
    )
  })
})

describe('sequential replacement', () => {
  it('finds subsets that are what they say, of two terms the best', () => {
    fc.assert(
      fc.property(randomTables, fc.boolean(), (table, both) => {
        const columns = someTerms(table)
        const responses = both ? [table.y, secondResponse(table)] : [table.y]
        const path = replacementPath(columns, responses)
        const best = leastByAllSubsets(columns, responses)
        expectTrue(path, columns, responses)
        expectClose(path.rss.slice(0, 2), best.slice(0, 2), 1e-8)
        for (const [index, rss] of path.rss.entries()) {
          expect(rss).toBeGreaterThanOrEqual(best[index] * (1 - 1e-9))
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('the ways to prune', () => {
  const table = {
    x: Array.from({ length: 40 }, (_, i) => i / 10),
    y: Array.from({ length: 40 }, (_, i) => Math.sin(i / 4)),
    z: Array.from({ length: 40 }, (_, i) => Math.cos(i / 5)),
  }

  it('are all there for several responses by our own rules', () => {
    for (const pmethod of ['exhaustive', 'forward', 'seqrep'] as const) {
      expect(fitMars(table, ['y', 'z'], { pmethod }).rsq).toBeGreaterThan(0.8)
    }
  })

  it.each([
    ['earth', "with 2 responses: it can be 'backward' or 'none'"],
    ['mda', "it can be 'backward' or 'none'"],
  ] as const)('are refused where R has none, compat %s', (compat, said) => {
    try {
      fitMars(table, ['y', 'z'], { compat, pmethod: 'seqrep' })
      expect.unreachable()
    } catch (error) {
      expect(isMarsError(error) && error.code).toBe('unsupported-option')
      expect(String(error)).toContain(said)
    }
  })

  it('give no worse a GCV by all subsets than by elimination', () => {
    fc.assert(
      fc.property(randomTables, (random) => {
        const fit = (pmethod: 'backward' | 'exhaustive') =>
          fitMars(namedTable(random), 'y', { pmethod, coefficients: 'least-squares' }).gcv
        expect(fit('exhaustive')).toBeLessThanOrEqual(fit('backward') * (1 + 1e-12))
      }),
      { numRuns: 15 },
    )
  })
})

/** Expects each RSS to be that of its members, of which there are as many as the size. */
function expectTrue(
  path: SubsetPath,
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): void {
  for (const [index, members] of path.members.entries()) {
    expect(members).toHaveLength(index + 1)
    expect(members[0]).toBe(0)
    const subset = members.map((term) => columns[term])
    const rss = responses.reduce((sum, y) => sum + residualSum(subset, y), 0)
    expectClose([path.rss[index]], [rss], 1e-8)
  }
}

/** The intercept and three powers of every predictor, at most nine terms; none depends on others. */
function someTerms({ x, rows }: RandomTable): readonly Float64Array[] {
  const powers = x.flatMap((column) =>
    [1, 2, 3].map((power) => column.map((value) => value ** power)),
  )
  return [new Float64Array(rows).fill(1), ...powers].slice(0, 9)
}

/** A second response on the same rows. */
function secondResponse({ x }: RandomTable): Float64Array {
  return x[0].map((value, i) => 5 * (value - 0.4) ** 2 + x[1][i])
}

/** Twenty-five columns that are much alike. */
function manyTerms(): readonly Float64Array[] {
  return Array.from({ length: 25 }, (_, k) =>
    Float64Array.from({ length: 80 }, (_, i) => (k === 0 ? 1 : Math.sin(i * k) + Math.cos(i))),
  )
}

/** Forward selection with a least-squares fit for each subset: its RSS by size. */
function addByFitting(columns: readonly Float64Array[], y: Float64Array): readonly number[] {
  let taken = [columns[0]]
  const rss = [residualSum(taken, y)]
  while (taken.length < columns.length) {
    const next = columns.filter((column) => !taken.includes(column)).map((c) => [...taken, c])
    const sums = next.map((subset) => residualSum(subset, y))
    taken = next[sums.indexOf(Math.min(...sums))]
    rss.push(Math.min(...sums))
  }
  return rss
}
