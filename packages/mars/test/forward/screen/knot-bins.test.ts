import { describe, expect, it } from 'vitest'
import { boundariesOf } from '../../../src/forward/screen/knot-bins.ts'
import { lehmer } from '../../oracles/random-table.ts'

const random = lehmer(5)
const skewed = Float64Array.from({ length: 2000 }, () => Math.exp(8 * random()))

describe('boundaries of a predictor', () => {
  it('are all values but the greatest where there are no more rows than boundaries', () => {
    expect([...boundaries(Float64Array.of(3, 1, 2, 2, 5), 5)]).toEqual([1, 2, 3])
  })

  it('are not many more than asked for, the least value among them', () => {
    const found = boundaries(skewed, 100)
    expect(found.length).toBeGreaterThan(60)
    expect(found.length).toBeLessThanOrEqual(102)
    expect(found[0]).toBe(Math.min(...skewed))
  })

  it('leave no rows together at the ends, where the hinge turns fastest', () => {
    const sorted = skewed.toSorted()
    const found = new Set(boundaries(skewed, 100))
    expect([...sorted.subarray(0, 4)].every((value) => found.has(value))).toBe(true)
    expect([...sorted.subarray(-5, -1)].every((value) => found.has(value))).toBe(true)
  })

  it('is the only value of a constant column', () => {
    expect([...boundaries(new Float64Array(4).fill(7), 10)]).toEqual([7])
  })
})

function boundaries(x: Float64Array, most: number): Float64Array {
  return boundariesOf(x.toSorted(), most)
}
