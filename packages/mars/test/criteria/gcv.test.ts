import { describe, expect, it } from 'vitest'
import { explained, gcv } from '../../src/criteria/gcv.ts'

const cost = { rows: 31, penalty: 2, whenUsedUp: 'infinite' } as const

describe('GCV', () => {
  it("is that of earth's model of trees: RSS 209.113855, 4 terms", () => {
    expect(gcv(209.113855, 4, cost)).toBeCloseTo(11.2543915, 6)
  })

  it('charges terms only when the penalty is 0, and nothing when it is -1', () => {
    expect(gcv(62, 1, { ...cost, penalty: 0 })).toBeCloseTo(62 / (31 * (30 / 31) ** 2), 12)
    expect(gcv(62, 9, { ...cost, penalty: -1 })).toBe(2)
  })

  it('is infinite where the terms use up the rows, or what the formula makes of it', () => {
    expect(gcv(1, 20, cost)).toBe(Number.POSITIVE_INFINITY)
    expect(gcv(1, 20, { ...cost, whenUsedUp: 'formula' })).toBeGreaterThan(0)
    expect(gcv(0, 16, { ...cost, whenUsedUp: 'formula' })).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('what a model explains', () => {
  it('is 1 less its share of the null value, and 0 where there is nothing to explain', () => {
    expect(explained(1, 4)).toBe(0.75)
    expect(explained(0, 0)).toBe(0)
  })
})
