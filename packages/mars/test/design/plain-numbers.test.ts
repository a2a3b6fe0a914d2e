import { describe, expect, it } from 'vitest'
import { plainNumbers } from '../../src/design/plain-numbers.ts'

describe('a column of plain numbers', () => {
  it('is read in place if it is a Float64Array, and copied otherwise', () => {
    const column = Float64Array.of(1, -0, 1e308, 5e-324, 3)
    expect(plainNumbers(column)).toBe(column)
    expect(plainNumbers([1, 2.5])).toEqual(Float64Array.of(1, 2.5))
    expect(plainNumbers(Float32Array.of(1, 2.5))).toEqual(Float64Array.of(1, 2.5))
    expect(plainNumbers([])).toEqual(new Float64Array(0))
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is none with %d in any place',
    (odd) => {
      for (let at = 0; at < 7; at += 1) {
        const cells = [1, 2, 3, 4, 5, 6, 7].with(at, odd)
        expect(plainNumbers(cells)).toBeNull()
        expect(plainNumbers(Float64Array.from(cells))).toBeNull()
      }
    },
  )

  it.each([['1'], [true], [null], [undefined], [1n]])('is none with %s among the cells', (odd) => {
    expect(plainNumbers([1, odd, 3])).toBeNull()
  })
})
