import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leastSquares } from '../../src/linear-algebra/least-squares.ts'
import { leveragesOf } from '../../src/linear-algebra/leverages.ts'
import { randomTables } from '../oracles/random-table.ts'
import { expectClose } from '../reference/close-to.ts'

describe('leverages', () => {
  it("are how far each row's own response moves its fitted value", () => {
    fc.assert(
      fc.property(randomTables, ({ rows, x }) => {
        const columns = [new Float64Array(rows).fill(1), ...x]
        const expected = Array.from({ length: rows }, (_, i) => {
          const [beta] = leastSquares(columns, [new Float64Array(rows).fill(1, i, i + 1)])
          return columns.reduce((sum, column, t) => sum + beta[t] * column[i], 0)
        })
        expectClose(leveragesOf(columns), expected, 1e-9)
      }),
      { numRuns: 20 },
    )
  })

  it('add up to the number of independent columns', () => {
    const ones = new Float64Array(10).fill(1)
    const ramp = Float64Array.from({ length: 10 }, (_, i) => i)
    const sum = (columns: readonly Float64Array[]) =>
      leveragesOf(columns).reduce((total, each) => total + each, 0)
    expect(sum([ones])).toBeCloseTo(1, 12)
    expect(sum([ones, ramp])).toBeCloseTo(2, 12)
    expect(sum([ones, ramp, ramp.map((value) => 3 * value + 2)])).toBeCloseTo(2, 12)
  })

  it('are 1 where there are as many columns as rows', () => {
    const columns = [0, 1, 2].map((power) => Float64Array.from([1, 2, 4], (v) => v ** power))
    expectClose(leveragesOf(columns), [1, 1, 1], 1e-12)
  })
})
