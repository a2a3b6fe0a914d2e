import { describe, expect, it } from 'vitest'
import { normalDensity, normalProbability, normalQuantile } from '../../src/glm/normal.ts'
import { expectClose } from '../reference/close-to.ts'

describe('the normal distribution', () => {
  it("has R's probabilities to 14 digits, in the lower tail as well", () => {
    const at = [-30, -8.12589, -2.5001, -2.4999, -1, 0, 1, 2.4999, 2.5001, 8.12589]
    const byPnorm = [
      4.906713927148187e-198, 2.2204582190750875e-16, 0.006207912714815194, 0.00621141837494459,
      0.15865525393145705, 0.5, 0.8413447460685429, 0.9937885816250555, 0.9937920872851848,
      0.9999999999999998,
    ]
    expectClose(at.map(normalProbability), byPnorm, 2e-14)
  })

  it("has R's quantiles", () => {
    const p = [1e-300, Number.EPSILON, 1e-10, 0.25, 0.75, 0.999]
    const byQnorm = [
      -37.0470962993612, -8.125890664701906, -6.361340902404056, -0.6744897501960817,
      0.6744897501960817, 3.0902323061678132,
    ]
    expectClose(p.map(normalQuantile), byQnorm, 1e-13)
    expect(normalQuantile(0.5)).toBeCloseTo(0, 15)
  })

  it('has a density that is the slope of the probability', () => {
    for (const x of [-3, -1, 0, 0.5, 2.4]) {
      const slope = (normalProbability(x + 1e-5) - normalProbability(x - 1e-5)) / 2e-5
      expect(normalDensity(x)).toBeCloseTo(slope, 9)
    }
  })

  it('is NaN at NaN', () => {
    expect(normalProbability(Number.NaN)).toBeNaN()
  })
})
