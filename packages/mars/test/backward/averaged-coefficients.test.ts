import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagedCoefficients, subsetShares } from '../../src/backward/averaged-coefficients.ts'
import { leastSquares } from '../../src/linear-algebra/least-squares.ts'
import { type RandomTable, randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

describe('shares of the subsets within the selected terms', () => {
  const path = {
    members: [[0], [0, 2], [0, 1, 3], [0, 1, 2, 3]],
    rss: [8, 4, 3, 2],
    gcv: [4, 2, 1, 3],
  }

  it('fall with the GCV, the faster the more observations there are', () => {
    const shares = (n: number) => subsetShares(path, [0, 1, 3], n).map(({ share }) => share)
    expectClose(shares(200), [1 / 1025, 1024 / 1025])
    expectClose(shares(240), [1 / 4097, 4096 / 4097])
    expect(shares(40_000)).toEqual([1])
  })

  it('fall no slower with few observations, so that not all terms are shrunk alike', () => {
    expect(subsetShares(path, [0, 1, 3], 12)).toEqual(subsetShares(path, [0, 1, 3], 200))
  })

  it('leave out subsets with other terms, and larger ones', () => {
    expect(subsetShares(path, [0, 1, 3], 40).map(({ places }) => places)).toEqual([[0], [0, 1, 2]])
  })

  it('are all of it for terms that fit exactly', () => {
    const exact = { ...path, gcv: [4, 2, 0, 3] }
    expect(subsetShares(exact, [0, 1, 3], 40)).toEqual([{ places: [0, 1, 2], share: 1 }])
  })

  it('pass over subsets that use up the rows', () => {
    const usedUp = { ...path, gcv: [Number.POSITIVE_INFINITY, 2, 1, 3] }
    expect(subsetShares(usedUp, [0, 1, 3], 40)).toHaveLength(1)
  })
})

describe('averaged coefficients', () => {
  it('are the average of fits on the rows', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const columns = columnsOf(table)
        const shares = [
          { places: [0], share: 0.2 },
          { places: [0, 2], share: 0.3 },
          { places: [0, 1, 2], share: 0.5 },
        ]
        const responses = [table.y, table.y.map((value) => value ** 2)]
        const average = averagedCoefficients(columns, responses, shares)
        for (const [r, y] of responses.entries()) {
          const [[mean], [a, b], [u, v, w]] = shares.map(({ places }) => {
            const [beta] = leastSquares(
              places.map((place) => columns[place]),
              [y],
            )
            return [...beta]
          })
          expectClose(
            average[r],
            [0.2 * mean + 0.3 * a + 0.5 * u, 0.5 * v, 0.3 * b + 0.5 * w],
            1e-9,
          )
        }
      }),
      { numRuns: 25 },
    )
  })
})

/** The intercept and two predictors. */
function columnsOf(table: RandomTable): readonly Float64Array[] {
  return [new Float64Array(table.rows).fill(1), table.x[0], table.x[1]]
}
