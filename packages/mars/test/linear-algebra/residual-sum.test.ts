import { expect, it } from 'vitest'
import { residualSum } from '../../src/linear-algebra/residual-sum.ts'

it('the residual sum of squares is that of y less the weighted columns', () => {
  const ones = new Float64Array(3).fill(1)
  const ramp = Float64Array.of(0, 1, 2)
  const y = Float64Array.of(1, 4, 4)
  expect(residualSum([ones, ramp], y, [1, 2])).toBe(0 + 1 + 1)
  expect(Array.from(y)).toEqual([1, 4, 4])
})
