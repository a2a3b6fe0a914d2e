import { describe, expect, it } from 'vitest'
import {
  compensatedMean,
  compensatedSumOfSquares,
} from '../../src/linear-algebra/compensated-sum.ts'

describe('compensated sums', () => {
  it('keep what plain addition loses', () => {
    expect(compensatedMean(Float64Array.of(1e16, 1, -1e16, 1))).toBe(0.5)
  })

  it('keep what plain squaring loses', () => {
    const tenths = new Float64Array(1024).fill(0.1)
    // 1024 is a power of two: the product is rounded once, as the sum should be.
    const exact = 0.1 * 0.1 * 1024
    expect(tenths.reduce((sum, value) => sum + value * value, 0)).not.toBe(exact)
    expect(compensatedSumOfSquares(tenths)).toBe(exact)
  })
})
