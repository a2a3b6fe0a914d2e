import { describe, expect, it } from 'vitest'
import { orthogonalise } from '../../src/linear-algebra/orthogonalise.ts'
import { dot } from '../../src/linear-algebra/sums.ts'

describe('orthogonalisation', () => {
  it('subtracts the mean while the constant is alone', () => {
    const column = Float64Array.of(1, 2, 6)
    orthogonalise(column, [new Float64Array(3).fill(1 / Math.sqrt(3))])
    expect(column).toEqual(Float64Array.of(-2, -1, 3))
  })

  it('leaves a column at right angles to every column of the basis', () => {
    const constant = new Float64Array(4).fill(0.5)
    const slope = Float64Array.of(-3, -1, 1, 3).map((value) => value / Math.sqrt(20))
    const column = Float64Array.of(1, 4, 9, 17)
    orthogonalise(column, [constant, slope])
    expect(dot(column, constant)).toBeCloseTo(0, 13)
    expect(dot(column, slope)).toBeCloseTo(0, 13)
    expect(dot(column, column)).toBeGreaterThan(1)
  })
})
