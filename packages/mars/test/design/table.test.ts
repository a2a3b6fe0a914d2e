import { fitMars, MarsModel, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const x = [1, 2, 3, 4, 5, 6]
const y = [2, 1, 4, 3, 6, 5]

const numberArrays = [
  Float64Array,
  Float32Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
]

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
    const { value } = fitMars({ x, y }, 'y')
    for (const kind of numberArrays) {
      expect(fitMars({ x: kind.from(x), y: kind.from(y) }, 'y').value, kind.name).toEqual(value)
    }
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
    ['rows of two kinds', [{ x: 1, y: 1 }, [1, 2]], 'invalid-table: Row 2 is an array'],
    ['a row that is a date', [new Date(0)], 'invalid-table: Row 1 is a Date'],
    ['a column that is a number', { x: 1, y }, 'invalid-table: Column "x" is 1'],
    [
      'a column of big integers',
      { x: BigInt64Array.of(1n), y },
      'invalid-table: Column "x" holds big integers: turn them into numbers',
    ],
    [
      'a big integer',
      { x: x.map(BigInt), y },
      'wrong-type: The value in column "x", row 1 is 1n, where a number, text or boolean belongs: turn big integers into numbers',
    ],
    ['one big integer', { x: [1, 2, 3n, 4, 5, 6], y }, 'column "x", row 3 is 3n'],
    ['a column without values', { x, z: x.map(() => null), y }, 'any row of column "z"'],
    ['a response without values', { x, y: x.map(() => Number.NaN) }, 'any row of column "y"'],
    [
      'columns of two lengths',
      { x: [1], y },
      'ragged-table: Column "y" has 6 rows and column "x" has 1',
    ],
    ['one row', { x: [1], y: [1] }, 'empty-table: The table has 1 row:'],
    ['no row', { x: [], y: [] }, 'empty-table: The table has no rows:'],
    ['no row objects', [], 'missing-column: The table has no column "y"'],
    ['the response alone', { y }, 'empty-table: The table has no column beside the response'],
    [
      'a date',
      { x: x.map(() => new Date(0)), y },
      'wrong-type: The value in column "x", row 1 is a Date, where a number, text or boolean belongs: turn dates into numbers, such as days',
    ],
    [
      'row objects with a date',
      x.map((each, i) => ({ x: i === 2 ? new Date(0) : each, y: 1 })),
      'wrong-type: The value in column "x", row 3 is a Date, where a number belongs: turn dates',
    ],
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

  it('is refused when its numbers are too small to be squared, but not for zeros or a few of them', () => {
    const tiny = x.map((value) => (value === 6 ? 6e-170 : 1e-170))
    const said = 'overflow: Column "x" holds no more than 6e-170'
    expect(refusal({ x: tiny, y })).toContain(said)
    expect(refusal({ x: y, y: tiny })).toContain(said.replace('"x"', '"y"'))
    const mixed = x.map((value, i) => (i < 3 ? 5e-324 : value))
    expect(refusal({ x: mixed, zero: x.map(() => 0), y })).toBe('accepted')
  })

  it('may have constant columns', () => {
    const model = fitMars({ x, one: x.map(() => 1), no: x.map(() => false), y }, 'y', { thresh: 0 })
    expect(model.value.dirs.every(([, one, no]) => one === 0 && no === 0)).toBe(true)
  })

  it('may have columns by the names of inherited members, also through JSON', () => {
    const text = JSON.stringify({ p: x, toString: [1, 2, 1, 2, 1, 2], constructor: y })
    const hostile = JSON.parse(text.replace('"p"', '"__proto__"')) as MarsTable
    const model = fitMars(hostile, 'constructor', { thresh: 0 })
    const plain = fitMars(JSON.parse(text) as MarsTable, 'constructor', { thresh: 0 })
    expect(model.value.columns).toEqual(['__proto__', 'toString'])
    expect(model.value.dirs).toEqual(plain.value.dirs)
    const again = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
    expect(again.predict(hostile)).toEqual(model.predict(hostile))
    const rows = JSON.parse('[{"__proto__": 2, "toString": 1}]')
    expect(again.predict(rows)).toHaveLength(1)
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

  it.each([[null], [3], [[]], [['y', 'y']], [{}], [new Date(0)], [Symbol('y')], [() => 1]])(
    'is refused when it is %o',
    (response) => {
      expect(refusal({ x, y }, response)).toMatch(/^(invalid-option|missing-column)/)
    },
  )

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
