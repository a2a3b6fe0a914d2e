import { type FormatStyle, fitMars } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { fitCase, modelCases } from '../reference/model-cases.ts'

/** A model of model.json fitted. */
function fitted(name: string): ReturnType<typeof fitCase> {
  const each = modelCases.find((one) => one.name === name)
  if (each === undefined) throw new Error(`there is no case ${name}`)
  return fitCase(each)
}

describe('a model in the style bf', () => {
  it('numbers each different hinge once and names plain columns, where R loses count', () => {
    expect(fitted('trees degree 2').format({ style: 'bf' }).split('\n')).toEqual([
      '  29.25859',
      '  -  3.437775 * bf1',
      '  +  5.762954 * bf2',
      '  + 0.0444337 * Girth * bf3',
      '',
      '   bf1  h(14.2-Girth)',
      '   bf2  h(Girth-14.2)',
      '   bf3  h(Height-75)',
      '',
    ])
  })

  it('tells hinges apart whose knots print alike', () => {
    const x = Array.from({ length: 60 }, (_, i) => 1e6 + i / 100)
    const y = x.map((value, i) => Math.abs(i - 20) + Math.abs(i - 40) + (value % 0.003))
    const text = fitMars({ x, y }, 'y', { minspan: 1, endspan: 1 }).format({ style: 'bf' })
    const [equation, list] = text.split('\n\n')
    const used = new Set(equation.match(/bf\d+/g))
    expect(used.size).toBeGreaterThan(2)
    expect(list.trim().split('\n')).toHaveLength(used.size)
  })
})

describe('a model of several responses', () => {
  const model = fitted('iris')

  it('is written as an equation under each name', () => {
    const text = model.format({ style: 'max' })
    const parts = ['setosa', 'versicolor', 'virginica'].map(
      (response) => `${response} =\n${model.format({ style: 'max', response })}`,
    )
    expect(text).toBe(parts.join('\n'))
  })

  it('is refused a response that it does not have', () => {
    expect(() => model.format({ response: 'rose' })).toThrow(
      'Option response is "rose": the model has "setosa", "versicolor", "virginica".',
    )
  })
})

describe('a model with terms for missing values', () => {
  const x = Array.from({ length: 60 }, (_, i) => (i % 3 === 1 ? null : (i * 7) % 60))
  const y = x.map((value, i) => (value === null ? 40 : value / 10) + (i % 2) / 4)
  const model = fitMars({ x, y }, 'y', { missing: 'terms', linpreds: ['x'], nprune: 3 })
  const lines = (style: FormatStyle): readonly string[] =>
    model
      .format({ style, digits: 2 })
      .split('\n')
      .map((line) => line.trim().replaceAll(/ +/g, ' '))

  it('names what is present or missing', () => {
    expect(lines('h')).toEqual(['0.11', '+ 40 * missing(x)', '+ 0.1 * h(x-0)*present(x)', ''])
    expect(lines('bf')[2]).toBe('+ 0.1 * bf1 * present(x)')
    expect(lines('max')[2]).toBe('+ 0.1 * max(0, x - 0) * max(0, 1 - missing(x))')
    expect(lines('C')[2]).toMatch(/^\+ 0\.1\d* \* max\(0, x\[0\] - 0\) \* max\(0, 1 - x\[1\]\)$/)
  })
})

describe('the options of format', () => {
  it.each([
    [{ style: 'latex' }, 'style'],
    [{ decomp: 'some' }, 'decomp'],
    [{ digits: 0 }, 'digits'],
    [{ digits: 16 }, 'digits'],
    [{ digits: 2.5 }, 'digits'],
    [{ response: 3 }, 'response'],
  ])('are checked: %o', (options, name) => {
    const model = fitMars({ x: [1, 2, 3, 4], y: [1, 2, 3, 5] }, 'y')
    expect(() => model.format(options as never)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining(`Option ${name} is`),
      }),
    )
  })
})
