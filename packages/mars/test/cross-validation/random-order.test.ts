import { describe, expect, it } from 'vitest'
import { modulus, randomNumbers, shuffled } from '../../src/cross-validation/random-order.ts'

describe('random numbers', () => {
  it('are those of the generator: the ten thousandth after 1 is 399268537', () => {
    const random = randomNumbers(1)
    let last = 0
    for (let drawn = 10; drawn < 10_000; drawn += 1) last = random()
    expect(Math.round(last * modulus)).toBe(399268537)
  })
})

describe('a random order', () => {
  it('holds the same values, and each in each place about as often', () => {
    const random = randomNumbers(3)
    const counts = [0, 0, 0, 0]
    for (let time = 0; time < 4000; time += 1) {
      const order = shuffled(['a', 'b', 'c', 'd'], random)
      expect([...order].sort()).toEqual(['a', 'b', 'c', 'd'])
      counts[order.indexOf('a')] += 1
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
