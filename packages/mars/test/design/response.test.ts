import { fitMars, MarsModel, type MarsOptions, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const x = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const two = x.map((value) => (value > 4 ? 'yes' : 'no'))
const three = x.map((value) => ['a', 'b', 'c'][Math.floor((value - 1) / 3)])

/** A model of one response. */
function model(y: readonly (string | boolean | number)[], options: MarsOptions = {}): MarsModel {
  return fitMars({ x, y }, 'y', { thresh: 0, minspan: 1, endspan: 1, ...options })
}

describe('a response that is no number', () => {
  it('is 1 for the second of two levels, and is called by it', () => {
    const { value } = model(two)
    expect(value.responses).toEqual(['yes'])
    expect(value.coefficients).toEqual(
      model(two.map((each) => Number(each === 'yes'))).value.coefficients,
    )
    const other = model(two, { factors: { y: { base: 'yes' } } })
    expect(other.value.responses).toEqual(['no'])
  })

  it('keeps its name when it is a boolean', () => {
    const { value } = model(two.map((each) => each === 'yes'))
    expect(value.responses).toEqual(['y'])
    expect(value.coefficients).toEqual(model(two).value.coefficients)
  })

  it('is one column a level when there are more, in the order asked for', () => {
    expect(model(three).value.responses).toEqual(['a', 'b', 'c'])
    const levels = ['c', 'a', 'b', 'none']
    expect(model(three, { factors: { y: { levels } } }).value.responses).toEqual(levels)
    expect(
      model(
        x.map((value) => value % 3),
        { factors: { y: {} } },
      ).value.responses,
    ).toEqual(['0', '1', '2'])
  })

  it('may stand beside others, as long as no two columns share a name', () => {
    const table = { x, y: three, z: x.map((value) => value * value) }
    expect(fitMars(table, ['z', 'y']).value.responses).toEqual(['z', 'a', 'b', 'c'])
    const clash = { x, y: three, a: x }
    expect(() => fitMars(clash, ['a', 'y'])).toThrowError(
      expect.objectContaining({
        code: 'duplicate-column',
        message: 'Two responses would be named "a": rename a column or its levels.',
      }),
    )
  })

  it('has to have two levels', () => {
    expect(() => model(x.map(() => 'a'))).toThrowError(
      expect.objectContaining({ code: 'single-level' }),
    )
  })
})

describe('classes', () => {
  it('are the second of two levels above 0.5, else the first', () => {
    const fitted = model(two)
    const numbers = fitted.predict({ x })
    const expected = [...numbers].map((value) => (value > 0.5 ? 'yes' : 'no'))
    expect(fitted.predict({ x }, { type: 'class' })).toEqual(expected)
    expect(expected).toEqual(two)
    const half = fitMars({ x: [1, 2, 3, 4], y: ['a', 'b', 'b', 'a'] }, 'y', { nk: 1 })
    expect([...half.predict({ x: [1] })]).toEqual([0.5])
    expect(half.predict({ x: [1] }, { type: 'class' })).toEqual(['a'])
  })

  it('are TRUE and FALSE for booleans', () => {
    const fitted = model(two.map((each) => each === 'yes'))
    expect(fitted.predict({ x }, { type: 'class' })).toEqual(
      two.map((each) => (each === 'yes' ? 'TRUE' : 'FALSE')),
    )
  })

  it('are those with the greatest of several predictions, the first of equals', () => {
    const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(model(three))))
    expect(read.predict({ x }, { type: 'class' })).toEqual(three)
    const equal = fitMars({ x: [1, 2, 3, 4], y: ['c', 'b', 'a', 'd'] }, 'y', { nk: 1 })
    expect(equal.predict({ x: [1, 2] }, { type: 'class' })).toEqual(['a', 'a'])
  })

  it('are null where a prediction is NaN', () => {
    for (const y of [two, three]) {
      const fitted = model(y, { missing: 'omit' })
      const rows: MarsTable = { x: [1, null, 9] }
      expect(fitted.predict(rows, { type: 'class' })).toEqual([y[0], null, y[8]])
    }
  })

  it('are refused for numbers, for several responses, and by another name', () => {
    const said = (fitted: MarsModel, type: string): unknown => {
      try {
        return fitted.predict({ x }, { type } as { type: 'class' })
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(said(model(x), 'class')).toBe(
      'Option type is "class", and the response "y" is a number: fit to texts or booleans, or name it in option factors.',
    )
    const both = fitMars({ x, two, three }, ['two', 'three'])
    expect(said(both, 'class')).toContain('the model has 2 responses')
    expect(said(model(two), 'clas')).toBe(
      `Option type is "clas": it can be 'response' or 'link' or 'earth' or 'class'.`,
    )
  })
})
