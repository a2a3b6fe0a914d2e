import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastSquares } from '../../src/linear-algebra/least-squares.ts'
import { reducedColumn, reduceRows } from '../../src/linear-algebra/reduced-rows.ts'
import { randomTables } from '../oracles/random-table.ts'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

describe('reduced rows', () => {
  it('have the coefficients and the RSS of the rows, for any of the columns', () => {
    fc.assert(
      fc.property(randomTables, fc.nat(15), ({ rows, x, y }, choice) => {
        const columns = [new Float64Array(rows).fill(1), ...x]
        const other = y.map((value, i) => value * x[1][i] - 3)
        const reduced = reduceRows(columns, [y, other])
        const some = <T>(all: readonly T[]) => all.filter((_, t) => ((choice >> t) & 1) === 0)
        if (some(columns).length === 0) return

        for (const [r, response] of [y, other].entries()) {
          const [beta] = leastSquares(some(reduced.columns), [reduced.responses[r]])
          expectClose(beta, leastSquares(some(columns), [response])[0], 1e-8)
          const rss = residualSum(some(reduced.columns), reduced.responses[r])
          expectClose([rss], [residualSum(some(columns), response)], 1e-10)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are one more than there are columns, whether there were more rows before or fewer', () => {
    const columns = [1, 2, 3, 4].map((power) => Float64Array.of(1, 2 ** power, 3 ** power))
    const { columns: few, responses } = reduceRows(columns, [Float64Array.of(1, 2, 4)])
    for (const each of [...few, ...responses]) expect(each).toHaveLength(5)
    expect(responses[0][4]).toBe(0)
    expectClose(
      [residualSum(few.slice(0, 1), responses[0])],
      [residualSum(columns.slice(0, 1), Float64Array.of(1, 2, 4))],
    )
  })

  it('hold what is left of a column behind what the basis before it explains', () => {
    expect(reducedColumn({ amounts: Float64Array.of(3, 4), rest: 2 }, 4)).toEqual(
      Float64Array.of(3, 4, 2, 0, 0),
    )
  })
})
