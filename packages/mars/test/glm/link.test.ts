import { describe, expect, it } from 'vitest'
import { links } from '../../src/glm/link.ts'

describe.each(Object.entries(links))('the link %s', (name, { ofMean, mean, slope }) => {
  it('is undone by its inverse', () => {
    for (const each of [1e-9, 0.01, 0.3, 0.5, 0.9]) {
      expect(mean(ofMean(each)) / each).toBeCloseTo(1, 12)
    }
  })

  it('has the slope of its inverse', () => {
    for (const eta of [-3, -0.2, 0, 1.5]) {
      expect(slope(eta)).toBeCloseTo((mean(eta + 1e-5) - mean(eta - 1e-5)) / 2e-5, 7)
    }
  })

  it('keeps means inside their range however far out', () => {
    for (const eta of [-1e300, -800, -40, 40, 800, 1e300]) {
      expect(mean(eta)).toBeGreaterThan(0)
      if (name !== 'log') expect(mean(eta)).toBeLessThan(1)
      expect(slope(eta)).toBeGreaterThan(0)
    }
    expect(mean(Number.NaN)).toBeNaN()
  })
})
