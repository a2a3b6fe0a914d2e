import { describe, expect, it } from 'vitest'
import { families } from '../../src/glm/family.ts'
import { logFactorial } from '../../src/glm/log-factorial.ts'
import { expectClose } from '../reference/close-to.ts'

describe('a factorial', () => {
  it('has the logarithm that R gives, on both sides of where the series begins', () => {
    expectClose(
      [0, 1, 20, 99, 100, 12345].map(logFactorial),
      [0, 0, 42.33561646075349, 359.1342053695754, 363.7393755555635, 103962.9534784497],
      1e-13,
    )
  })
})

describe('a family', () => {
  it("has the likelihoods of R's dbinom and dpois", () => {
    expectClose([families.binomial.surprise(0.3, 0.3, 40) / -2], [-1.990890000281764], 1e-12)
    expectClose([families.poisson.surprise(17, 11.5, 1) / -2], [-3.485173848860414], 1e-12)
  })

  it('makes trials and successes whole, of two equally near numbers the even one', () => {
    const { surprise } = families.binomial
    expect(surprise(1, 0.3, 2.5)).toBe(surprise(1, 0.3, 2))
    expect(surprise(1, 0.3, 3.5)).toBe(surprise(1, 0.3, 4))
    expect(surprise(1, 0.3, 0.4)).toBeCloseTo(0, 15)
  })

  it('has a deviance of 0 where mean and response are the same', () => {
    for (const y of [0, 0.25, 1]) expect(families.binomial.deviance(y, y, 3)).toBe(0)
    for (const y of [0, 7]) expect(families.poisson.deviance(y, y, 3)).toBe(0)
  })
})
