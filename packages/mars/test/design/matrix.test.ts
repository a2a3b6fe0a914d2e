import { fitMars, type MarsMatrix, type MarsOptions, type MarsTable } from '@byo/mars'
import { Matrix } from 'ml-matrix'
import { describe, expect, it } from 'vitest'

const rows = [
  [1, 4, 2],
  [2, 1, 1],
  [3, 3, 4],
  [4, 2, 3],
  [5, 7, 6],
  [6, 5, 5],
  [7, 6, 9],
  [8, 9, 7],
]
const columns = rows[0].map((_, j) => rows.map((row) => row[j]))
const [x1, x2, y] = columns
const x = rows.map((row) => row.slice(0, 2))
const named = fitMars({ x1, x2, y }, 'y', { thresh: 0 })

/** The code and message a fit is refused with. */
function refusal(first: unknown, second: unknown, options: MarsOptions = {}): string {
  try {
    fitMars(first as MarsMatrix, second as number[], options)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
  return 'accepted'
}

describe('a matrix and a response', () => {
  it.each<[string, MarsMatrix | MarsTable, number[] | Float32Array | MarsMatrix | MarsTable]>([
    ['arrays', x, y],
    ['typed arrays', x.map((row) => Float64Array.from(row)), Float32Array.from(y)],
    ['matrices of ml-matrix', new Matrix(x), Matrix.columnVector(y)],
    ['a matrix and rows of one cell', new Matrix(x), y.map((value) => [value])],
    ['tables', { x1, x2 }, { y }],
    ['row objects', x.map(([a, b]) => ({ x1: a, x2: b })), y.map((value) => ({ y: value }))],
    ['a table and numbers', { x1, x2 }, y],
  ])('give the same model as a table when they are %s', (_, predictors, response) => {
    expect(fitMars(predictors, response, { thresh: 0 }).value).toEqual(named.value)
  })

  it('give several responses, y1 and y2 unless they have names', () => {
    const both = y.map((value, i) => [value, x1[i] * x2[i]])
    const unnamed = fitMars(x, both)
    const byName = fitMars(x, { a: y, b: both.map(([, b]) => b) })
    expect(unnamed.value.responses).toEqual(['y1', 'y2'])
    expect(byName.value.responses).toEqual(['a', 'b'])
    expect(fitMars(x, new Matrix(both)).value).toEqual(unnamed.value)
    expect(byName.value.coefficients).toEqual(unnamed.value.coefficients)
  })

  it('may have a column of texts, and texts to predict', () => {
    const mixed = rows.map(([a, b], i): (number | string)[] => [a, b > 4 ? 'high' : 'low', i % 3])
    const labels = y.map((value) => (value > 4 ? 'yes' : 'no'))
    const { value } = fitMars(mixed, labels)
    expect(value.columns).toEqual(['x1', 'x2low', 'x3'])
    expect(value.responses).toEqual(['yes'])
    expect(value.responseSources).toEqual([{ kind: 'factor', name: 'y', levels: ['no', 'yes'] }])
  })

  it('may be one matrix of which a column is named, by its place or by columnNames', () => {
    expect(fitMars(rows, 'x3', { thresh: 0 }).value.coefficients).toEqual(named.value.coefficients)
    const columnNames = ['x1', 'x2', 'y']
    expect(fitMars(rows, 'y', { columnNames, thresh: 0 }).value).toEqual(named.value)
    expect(refusal(rows, 'y')).toContain('missing-column: The table has no column "y"')
  })

  it.each<[string, unknown, unknown, string]>([
    ['no rows', [], y, 'ragged-table: There are 0 rows to predict from and 8 of the response'],
    ['a matrix object of no rows', new Matrix(0, 2), new Matrix(0, 1), 'empty-table'],
    ['one row', [[1, 2]], [1], 'empty-table: The table has 1 row:'],
    ['rows without cells', x.map(() => []), y, 'empty-table: The table has no column'],
    ['ragged rows', x.with(2, [1]), y, 'ragged-table: Row 3 has 1 cells and row 1 has 2'],
    ['a row that is a number', [...x, 3], y, 'invalid-table: Row 9 is 3'],
    ['fewer responses', x, [1, 2], 'ragged-table: There are 8 rows to predict from and 2 of'],
    [
      'a cell that is null',
      x.with(1, [2, null as never]),
      y,
      'missing-value: There is no usable value in column "x2", row 2 (null)',
    ],
    [
      'a cell that is infinite',
      x.with(1, [Infinity, 2]),
      y,
      'missing-value: There is no usable value in column "x1", row 2 (Infinity)',
    ],
    [
      'a cell that is an array',
      x.with(1, [[1] as never, 2]),
      y,
      'wrong-type: The value in column "x1", row 2 is an array',
    ],
    [
      'a response that is missing',
      x,
      y.with(4, NaN),
      'missing-value: There is no usable value in column "y", row 5',
    ],
    [
      'a matrix object of an odd size',
      { rows: 1.5, columns: 2, get: () => 1 },
      y,
      'invalid-table: The matrix says that it has 1.5 rows',
    ],
    [
      'a matrix object that gives texts',
      { rows: 8, columns: 1, get: () => 'a' },
      y,
      'single-level',
    ],
    ['a bare array of numbers', y, y, 'invalid-table: Row 1 is 1'],
    [
      'a response among the predictors',
      { x1, y },
      y,
      'duplicate-column: A response and a predictor are both named "y"',
    ],
    ['an empty response', x, [], 'invalid-option: The response is an array'],
    ['responses of no columns', x, x.map(() => []), 'invalid-option: The response is an array'],
    [
      'a response of big integers',
      x,
      BigInt64Array.from(y, BigInt),
      'invalid-option: The response is a typed array',
    ],
    [
      'dates as a response',
      x,
      y.map((value) => new Date(value)),
      'wrong-type: The value in column "y", row 1 is a Date',
    ],
  ])('are refused when there are: %s', (_, first, second, said) => {
    expect(refusal(first, second).replace('Row 1 is 2:', 'Row 1 is 1:')).toContain(said)
  })
})

describe('columnNames', () => {
  it('name the columns of a matrix, also for linpreds, factors and prediction', () => {
    const columnNames = ['size', 'kind']
    const model = fitMars(x, y, { columnNames, linpreds: ['size'], factors: { kind: {} } })
    expect(model.value.columns.slice(0, 3)).toEqual(['size', 'kind2', 'kind3'])
    expect(model.predict({ kind: x2, size: x1 })).toEqual(model.predict(x))
  })

  it.each<[unknown, string]>([
    [['a'], 'invalid-option: Option columnNames has 1 names and the matrix has 2 columns'],
    [['a', 'a'], 'duplicate-column: Option columnNames has "a" twice'],
    ['a', 'invalid-option: Option columnNames is "a"'],
  ])('are refused when they are %o', (columnNames, said) => {
    expect(refusal(x, y, { columnNames } as MarsOptions)).toContain(said)
  })

  it('do not go with a table that has names', () => {
    const said = 'invalid-option: Option columnNames names the columns of a matrix'
    expect(refusal({ x1 }, y, { columnNames: ['a'] })).toContain(said)
    expect(refusal([{ x1: 1 }], y, { columnNames: ['a'] })).toContain(said)
  })
})

describe('a matrix to predict from', () => {
  const expected = named.predict({ x1, x2 })

  it('has the predictors in their order, whatever the model was fitted to', () => {
    expect(named.predict(x)).toEqual(expected)
    expect(named.predict(new Matrix(x))).toEqual(expected)
    expect(named.predict(x.map((row) => Int32Array.from(row)))).toEqual(expected)
    expect(named.predict(new Matrix(0, 2))).toHaveLength(0)
  })

  it('is refused, with both counts, when it has another number of columns', () => {
    for (const wrong of [rows, x1.map((value) => [value])]) {
      expect(() => named.predict(wrong)).toThrowError(
        expect.objectContaining({
          code: 'invalid-table',
          message: `The matrix has ${wrong[0].length} columns and the model was fitted on 2, "x1", "x2": give one for each, in this order.`,
        }),
      )
    }
  })
})
