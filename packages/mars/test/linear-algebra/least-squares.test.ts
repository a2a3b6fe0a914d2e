import { describe, expect, it } from 'vitest'
import { leastSquares } from '../../src/linear-algebra/least-squares.ts'
import { expectClose } from '../reference/close-to.ts'

const ones = Float64Array.of(1, 1, 1, 1)
const x = Float64Array.of(1, 2, 3, 4)

describe('least squares', () => {
  it('finds the line that minimises the squares, for each response', () => {
    const [first, second] = leastSquares([ones, x], [Float64Array.of(6, 5, 7, 10), x])
    expectClose(first, [3.5, 1.4], 1e-14)
    expect(second[1]).toBeCloseTo(1, 14)
    expect(second[0]).toBeCloseTo(0, 14)
  })

  it('gives a column that depends on earlier ones the coefficient 0', () => {
    const double = x.map((value) => 2 * value)
    const [beta] = leastSquares([ones, x, double], [Float64Array.of(6, 5, 7, 10)])
    expectClose(beta, [3.5, 1.4, 0], 1e-14)
  })
})
