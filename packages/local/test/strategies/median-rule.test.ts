import { describe, expect, it } from 'vitest'
import { isWorseThanMedian } from '../../src/strategies/median-rule.ts'

describe('the median rule', () => {
  it('compares the last loss with the median of the running averages up to that epoch', () => {
    // Averages up to epoch 2: 3, 2, 1.
    const others = [
      [4, 2, 100],
      [3, 1, 100],
      [1, 1],
    ]
    expect(isWorseThanMedian([9, 2.1], others)).toBe(true)
    expect(isWorseThanMedian([9, 2], others)).toBe(false)
    expect(isWorseThanMedian([0, 2.1], others)).toBe(true)
  })

  it('stops no one while fewer than three jobs have come as far', () => {
    expect(isWorseThanMedian([9, 9], [[1, 1], [1, 1], [1]])).toBe(false)
    expect(isWorseThanMedian([9], [[1, 1], [1, 1], [1]])).toBe(true)
    expect(isWorseThanMedian([], [[1], [1], [1]])).toBe(false)
  })
})
