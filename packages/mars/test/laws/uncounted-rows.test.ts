import { fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { expectClose } from '../reference/close-to.ts'

describe('a row of weight 0', () => {
  it('leaves a product with a linear factor as it is, though its value is the least', () => {
    const width = [0, 3, 1, 4, 2, 6, 5, 7, 9, 8, 11, 10]
    const height = [5, 2, 8, 1, 9, 3, 7, 4, 6, 11, 10, 12]
    const area = width.map((each, i) => (each + 3) * (height[i] + 5))
    const options = { degree: 2, coefficients: 'least-squares' } as const
    const model = fitMars({ width, height, area }, 'area', options)
    const more = {
      width: [...width, -40],
      height: [...height, -30],
      area: [...area, 1],
      counts: [...width.map(() => 1), 0],
    }
    const other = fitMars(more, 'area', { ...options, weights: 'counts' })
    expect(model.terms.map(({ name }) => name)).toContain('h(width-0)*h(height-1)')
    expect(other.terms.map(({ name }) => name)).toEqual(model.terms.map(({ name }) => name))
    expectClose(other.predict({ width, height }), model.predict({ width, height }), 1e-9)
  })

  it('leaves the value of a column that lacks values as it is, though it is the least', () => {
    const x = [0.64, 0.72, 0.98, 0.73, 0.15, 0.97, null, null]
    const y = [-0.57, -0.82, -1.42, -0.78, -0.26, -1.42, -0.14, -0.17]
    const weights = [1, 0.6, 1, 0.2, 0, 0, 0.66, 0.41]
    const fit = fitMars({ x, y }, 'y', {
      missing: 'terms',
      weights,
      minspan: -2,
      coefficients: 'least-squares',
    })
    expect(fit.terms.map(({ name }) => name)).toContain('h(x-0.64)*present(x)')
    const left = fit.residuals.reduce((sum, each, i) => sum + weights[i] * each * each, 0)
    expectClose(left, fit.rss, 1e-9)
  })
})
