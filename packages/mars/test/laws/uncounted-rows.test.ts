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

  it('leaves the parents as they are, however many of such rows there are', () => {
    const width = Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? 'narrow' : 'wide'))
    const kind = width.map((_, i) => (i % 4 < 2 ? 'a' : 'b'))
    const area = width.map((each, i) => (each === 'wide' && kind[i] === 'b' ? 5 : i / 100))
    const model = fitMars({ width, kind, area }, 'area', { degree: 2 })
    const thrice = <Cell>(cells: readonly Cell[]): Cell[] => [...cells, ...cells, ...cells]
    const more = { width: thrice(width), kind: thrice(kind), area: thrice(area) }
    const weights = thrice(width).map((_, i) => (i < width.length ? 1 : 0))
    const other = fitMars(more, 'area', { degree: 2, weights })
    expect(model.terms.some(({ name }) => name.includes('*'))).toBe(true)
    expect(other.terms.map(({ name }) => name)).toEqual(model.terms.map(({ name }) => name))
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
    expectClose([left], [fit.rss], 1e-9)
  })

  it.each([1e6, 1e20, -1e70])(
    'leaves the digits of the response, though it holds %f there',
    (far) => {
      const width = [0, 3, 1, 4, 2, 6, 5, 7, 9, 8, 11, 10]
      const area = width.map((each, i) => 0.1 * Math.abs(each - 5) + 0.001 * (i % 3))
      const model = fitMars({ width, area }, 'area')
      const more = { width: [...width, 5], area: [...area, far] }
      const other = fitMars(more, 'area', { weights: [...width.map(() => 1), 0] })
      expectClose([other.rss, other.grsq], [model.rss, model.grsq], 1e-9)
      expectClose(other.predict({ width }), model.predict({ width }), 1e-9)
    },
  )

  it.each([0.1, 0.7, 1 / 3, 1e6 / 7])(
    'leaves a response constant that is %f in all rows that count',
    (value) => {
      const width = [0, 3, 1, 4, 2, 6, 5, 7, 9, 8]
      const area = width.map((each) => (each === 5 ? 7 : value))
      const weights = width.map((each) => (each === 5 ? 0 : 0.1 + Math.sin(each) ** 2))
      const { termination, grsq } = fitMars({ width, area }, 'area', { weights })
      expect({ termination, grsq }).toEqual({ termination: 'constant-response', grsq: 0 })
    },
  )
})
