import { fitMars, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const x = [1, 2, 3, 4, 5, 6]
const y = [2, 1, 4, 3, 6, 5]

/** The code and message a table is refused with. */
function refusal(table: unknown, response: unknown = 'y'): string {
  try {
    fitMars(table as MarsTable, response as string)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
  return 'accepted'
}

describe('a table', () => {
  it('gives the same model as columns and as row objects', () => {
    const rows = x.map((value, i) => ({ x: value, y: y[i] }))
    expect(fitMars(rows, 'y').value).toEqual(fitMars({ x, y }, 'y').value)
  })

  it('may hold typed arrays of any kind of number', () => {
    const typed = { x: Float32Array.from(x), y: Int16Array.from(y) } as unknown as MarsTable
    expect(fitMars(typed, 'y').value).toEqual(fitMars({ x, y }, 'y').value)
  })

  it('is not changed by a fit', () => {
    const table = { x: Float64Array.from(x), y: Float64Array.from(y) }
    fitMars(table, 'y')
    expect(table).toEqual({ x: Float64Array.from(x), y: Float64Array.from(y) })
  })

  it.each([
    ['null', null, 'invalid-table: The table is null'],
    ['a number', 3, 'invalid-table: The table is 3'],
    ['a typed array', Float64Array.of(1), 'invalid-table: The table is a typed array'],
    ['rows that are arrays', [[1, 2]], 'invalid-table: Row 1 is an array'],
    ['a column that is a number', { x: 1, y }, 'invalid-table: Column "x" is 1'],
    ['a column of big integers', { x: BigInt64Array.of(1n), y }, 'invalid-table: Column "x"'],
    [
      'columns of two lengths',
      { x: [1], y },
      'ragged-table: Column "y" has 6 rows and column "x" has 1',
    ],
    ['one row', { x: [1], y: [1] }, 'empty-table: The table has 1 rows'],
    ['no row', { x: [], y: [] }, 'empty-table: The table has 0 rows'],
    ['no row objects', [], 'missing-column: The table has no column "y"'],
    ['the response alone', { y }, 'empty-table: The table has no column beside the response'],
    ['a date', { x: x.map(() => new Date(0)), y }, 'wrong-type: The value in column "x", row 1'],
  ])('is refused when it is %s', (_, table, said) => {
    expect(refusal(table)).toContain(said)
  })

  it.each([
    ['NaN', Number.NaN],
    ['an infinity', Number.NEGATIVE_INFINITY],
    ['null', null],
    ['undefined', undefined],
  ])('is refused with column and row when a cell is %s', (_, cell) => {
    const said = 'missing-value: There is no usable value in column "x", row 3'
    expect(refusal({ x: [1, 2, cell, 4, 5, 6], y })).toContain(said)
    expect(refusal({ x: y, y: [1, 2, cell, 4, 5, 6] })).toContain(said.replace('"x"', '"y"'))
  })

  it('is refused when a row lacks a cell', () => {
    const rows: Record<string, number>[] = x.map((value, i) => ({ x: value, y: y[i] }))
    delete rows[4].x
    expect(refusal(rows)).toContain('missing-value: There is no usable value in column "x", row 5')
  })

  it('is refused when a column mixes texts and numbers', () => {
    expect(refusal({ x: [1, 2, '3', 4, 5, 6], y })).toBe(
      'wrong-type: The value in column "x", row 3 is "3", where a number belongs.',
    )
  })

  it('is refused when its numbers are too large to be squared', () => {
    expect(refusal({ x: [1e200, 2, 3, 4, 5, 6], y })).toContain(
      'overflow: Column "x" holds 1e+200 in row 1',
    )
  })

  it('has no column by the name of an inherited member', () => {
    expect(refusal({ x, y }, 'constructor')).toBe(
      'missing-column: The table has no column "constructor", the response; it has "x", "y".',
    )
  })
})

describe('a response', () => {
  it('has to be there, and the columns there are get listed', () => {
    expect(refusal({ x, y }, 'Nope')).toBe(
      'missing-column: The table has no column "Nope", the response; it has "x", "y".',
    )
  })

  it('has to be a number', () => {
    expect(refusal({ x, y: x.map(() => 'a') })).toContain('wrong-type: The response "y" holds "a"')
    expect(refusal({ x, y: x.map(() => true) })).toContain(
      'wrong-type: The response "y" holds true',
    )
  })

  it.each([[null], [3], [[]], [['y', 'y']]])('is refused when it is %o', (response) => {
    expect(refusal({ x, y }, response)).toMatch(/^(invalid-option|missing-column)/)
  })

  it('is the mean, without a NaN, when it is constant', () => {
    const model = fitMars({ x, y: x.map(() => 0.1) }, 'y')
    expect(model.termination).toBe('constant-response')
    expect(model.rsq).toBe(0)
    expect(model.grsq).toBe(0)
    expect([...model.predict({ x: [9, 10] })]).toEqual([
      expect.closeTo(0.1, 15),
      expect.closeTo(0.1, 15),
    ])
  })
})
