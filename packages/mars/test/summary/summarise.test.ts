import { fitMars, MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { optionsOf, referenceCases, tableOf } from '../reference/cases.ts'

/** A case of the fixtures fitted with columns by other names. */
function fitted(name: string, names: readonly string[]): MarsModel {
  const each = referenceCases('fits.json', 'earth').find((one) => one.name === name)
  if (!each) throw new Error(`there is no case ${name}`)
  const { table } = tableOf(each)
  const renamed = Object.fromEntries(
    Object.values(table).map((column, index) => [names[index], column]),
  )
  return fitMars(renamed, names.at(-1) ?? '', optionsOf(each))
}

describe('the summary', () => {
  it("is R's for the trees, but for its first line", () => {
    const model = fitted('trees', ['Girth', 'Height', 'Volume'])
    expect(model.summary().split('\n')).toEqual([
      'MARS: Volume from 31 rows, degree 1, rules of earth',
      '',
      '              coefficients',
      '(Intercept)     29.0599535',
      'h(14.2-Girth)   -3.4198062',
      'h(Girth-14.2)    6.2295143',
      'h(Height-75)     0.5813644',
      '',
      'Selected 4 of 5 terms, and 2 of 2 predictors',
      'Termination condition: RSq changed by less than 0.001 at 5 terms',
      'Importance: Girth, Height',
      'Number of terms at each degree of interaction: 1 3 (additive model)',
      'GCV 11.25439    RSS 209.1139    GRSq 0.959692    RSq 0.9742029',
      '',
    ])
  })

  it("lists interactions after main effects, linear factors first, in R's order", () => {
    const names = ['pclass2nd', 'pclass3rd', 'sexmale', 'age', 'sibsp', 'parch', 'survived']
    const lines = fitted('etitanic_d2', names).summary().split('\n')
    expect(lines.slice(3, 11).map((line) => line.replace(/ +-?[\d.]+$/, ''))).toEqual([
      '(Intercept)',
      'pclass3rd',
      'sexmale',
      'h(age-32)',
      'pclass2nd * sexmale',
      'pclass3rd * sexmale',
      'pclass3rd * h(4-sibsp)',
      'sexmale * h(16-age)',
    ])
    expect(lines).toContain('Number of terms at each degree of interaction: 1 3 4')
    expect(lines).toContain('Termination condition: Reached nk 21')
  })

  it('has a column of coefficients for each response', () => {
    const x = Array.from({ length: 30 }, (_, i) => i)
    const table = { x, up: x.map((v) => Math.abs(v - 12)), down: x.map((v) => -v) }
    const [, , heading, ...rest] = fitMars(table, ['up', 'down']).summary().split('\n')
    expect(heading.trim().split(/ +/)).toEqual(['up', 'down'])
    expect(rest[0]).toMatch(/^\(Intercept\) +\S+ +\S+$/)
  })

  it('says first what is predicted: of a factor the column and the levels', () => {
    const x = Array.from({ length: 30 }, (_, i) => i)
    const first = (levels: number, more: object = {}): string => {
      const kind = x.map((each) => `k${each % levels}`)
      const names = ['kind', ...Object.keys(more)]
      return fitMars({ x, kind, ...more }, names)
        .summary()
        .split('\n')[0]
    }
    expect(first(2)).toBe('MARS: kind (k1) from 30 rows, degree 1')
    expect(first(3)).toBe('MARS: kind (k0, k1, k2) from 30 rows, degree 1')
    expect(first(10, { z: x })).toBe('MARS: kind (10 levels), z from 30 rows, degree 1')
  })

  it('says when nothing but the intercept is left', () => {
    const text = fitMars({ x: [1, 2, 3], y: [2, 2, 2] }, 'y').summary()
    expect(text).toContain(
      'Number of terms at each degree of interaction: 1 (intercept only model)',
    )
    expect(text).toContain('Termination condition: The response is constant')
    expect(text).toContain('GCV 0    RSS 0    GRSq 0    RSq 0')
  })

  it('is the same for a model read from JSON', () => {
    const model = fitted('trees', ['Girth', 'Height', 'Volume'])
    expect(MarsModel.fromJSON(model.toJSON()).summary()).toBe(model.summary())
  })
})

describe('the terms', () => {
  it('are the selected ones by name in order of creation, with their coefficients', () => {
    const { terms } = fitted('trees', ['Girth', 'Height', 'Volume'])
    expect(terms.map(({ name }) => name)).toEqual([
      '(Intercept)',
      'h(Girth-14.2)',
      'h(14.2-Girth)',
      'h(Height-75)',
    ])
    expect(terms[0]).toEqual({
      name: '(Intercept)',
      response: 'Volume',
      coefficient: expect.closeTo(29.059953511, 8),
    })
  })

  it('name the hinge at 0 of an indicator by the indicator', () => {
    const kind = ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b', 'a', 'b']
    const y = kind.map((each, i) => (each === 'b' ? 5 : 1) + (i % 3) / 10)
    const model = fitMars({ kind, y }, 'y', { compat: 'mda' })
    expect(model.terms.map(({ name }) => name)).toEqual(['(Intercept)', 'kindb'])
  })
})
