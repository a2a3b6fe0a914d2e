import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subsetPath } from '../../src/backward/subset-path.ts'
import { type RandomTable, randomTables } from '../oracles/random-table.ts'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

describe('backward elimination', () => {
  it('drops at each size the term that a refit without each would drop', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const columns = someTerms(table)
        const path = subsetPath(columns, [table.y], false)
        const naive = eliminateByFitting(columns, table.y)
        expect(path.members).toEqual(naive.members)
        expectClose(path.rss, naive.rss, 1e-8)
      }),
      { numRuns: 40 },
    )
  })

  it('keeps subsets that are as good or better when it may keep what turns up on the way', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const columns = someTerms(table)
        const plain = subsetPath(columns, [table.y], false)
        const best = subsetPath(columns, [table.y], true)
        for (const [index, rss] of best.rss.entries()) {
          expect(rss).toBeLessThanOrEqual(plain.rss[index] * (1 + 1e-12))
          const members = best.members[index].map((term) => columns[term])
          expectClose([rss], [residualSum(members, table.y)], 1e-8)
        }
      }),
      { numRuns: 40 },
    )
  })
})

/** The intercept and hinges on every predictor. */
function someTerms({ x, rows }: RandomTable): readonly Float64Array[] {
  const hinges = x.flatMap((column) =>
    [0.35, 0.65].map((knot) => column.map((value) => Math.max(0, value - knot))),
  )
  return [new Float64Array(rows).fill(1), ...hinges]
}

/** Elimination with a least-squares fit for each subset. */
function eliminateByFitting(columns: readonly Float64Array[], y: Float64Array) {
  const members: number[][] = []
  const rss: number[] = []
  let left = columns.map((_, index) => index)
  const sumOf = (terms: readonly number[]) =>
    residualSum(
      terms.map((term) => columns[term]),
      y,
    )
  while (left.length > 0) {
    members.unshift(left)
    rss.unshift(sumOf(left))
    const without = left.slice(1).map((term) => left.filter((each) => each !== term))
    const sums = without.map(sumOf)
    left = without[sums.indexOf(Math.min(...sums))] ?? []
  }
  return { members, rss }
}
