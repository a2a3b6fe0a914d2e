import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { singularValues } from '../../src/linear-algebra/singular-values.ts'
import { expectClose } from '../reference/close-to.ts'

describe('singular values', () => {
  it('are those of a matrix worked out by hand', () => {
    const found = singularValues([Float64Array.of(3, 4), Float64Array.of(0, 5)])
    expectClose([...found].sort(), [Math.sqrt(45), Math.sqrt(5)].sort(), 1e-14)
  })

  it('multiply to the determinant, and their squares add up to those of the elements', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 9, maxLength: 9 }),
        (numbers) => {
          const columns = [0, 3, 6].map((from) => Float64Array.from(numbers.slice(from, from + 3)))
          const [[a, d, g], [b, e, h], [c, f, i]] = columns
          const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
          const found = singularValues(columns)
          const product = found.reduce((left, right) => left * right, 1)
          expect(Math.abs(product - Math.abs(determinant))).toBeLessThan(1e-6)
          const squares = numbers.reduce((sum, number) => sum + number ** 2, 0)
          expectClose([found.reduce((sum, value) => sum + value ** 2, 0)], [squares], 1e-12)
        },
      ),
    )
  })

  it('are kept apart over many powers of ten', () => {
    const found = singularValues([
      Float64Array.of(1e8, 1e8, 0),
      Float64Array.of(1, -1, 0),
      Float64Array.of(0, 0, 1e-8),
    ])
    expectClose(found, [Math.SQRT2 * 1e8, Math.SQRT2, 1e-8], 1e-12)
  })
})
