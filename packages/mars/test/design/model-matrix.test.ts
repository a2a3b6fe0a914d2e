import { fitMars, MarsModel, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const table = {
  size: [1, 2, 3, 4, 5, 6, 7, 8],
  colour: ['red', 'green', 'blue', 'red', 'green', 'blue', 'red', 'green'],
  fresh: [true, false, true, true, false, false, true, false],
  price: [3, 4, 9, 6, 7, 13, 9, 10],
}
const model = fitMars(table, 'price', { thresh: 0 })
const row = { size: 3, colour: 'blue', fresh: true }

/** The code and message a table is refused with at prediction. */
function refusal(rows: unknown, predicts: MarsModel = model): string {
  try {
    predicts.predict(rows as MarsTable)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
  return 'accepted'
}

describe('the design columns', () => {
  it("have R's names: one a level but the first, in sorted order, and TRUE for booleans", () => {
    expect(model.value.columns).toEqual(['size', 'colourgreen', 'colourred', 'freshTRUE'])
  })

  it('begin with the column of ones when it is asked for', () => {
    const { value } = fitMars(table, 'price', { interceptColumn: true })
    expect(value.columns[0]).toBe('(Intercept)')
    expect(value.dirs.every(([first]) => first === 0)).toBe(true)
  })

  it('must not share a name', () => {
    const clash = { ...table, colourred: table.size }
    expect(() => fitMars(clash, 'price')).toThrowError(
      expect.objectContaining({
        code: 'duplicate-column',
        message: 'Two design columns would be named "colourred": rename a column or its levels.',
      }),
    )
  })

  it('are refused for a text that is the same in every row', () => {
    const dull = { ...table, colour: table.colour.map(() => 'red') }
    expect(() => fitMars(dull, 'price')).toThrowError(
      expect.objectContaining({ code: 'single-level' }),
    )
  })

  it('may enter only linearly by the name of their source or their own', () => {
    const bySource = fitMars(table, 'price', { linpreds: ['colour', 'size'], thresh: 0 })
    const byName = fitMars(table, 'price', {
      linpreds: ['colourgreen', 'colourred', 'size'],
      thresh: 0,
    })
    expect(byName.value.dirs).toEqual(bySource.value.dirs)
    expect(bySource.value.dirs.every(([size]) => size === 0 || size === 2)).toBe(true)
    expect(() => fitMars(table, 'price', { linpreds: ['weight'] })).toThrowError(
      expect.objectContaining({ code: 'missing-column' }),
    )
  })
})

describe('a table to predict from', () => {
  it('may have its columns in any order and others among them', () => {
    const { size, colour, fresh } = table
    const mixed = { note: size.map(() => ({})), fresh, colour, size } as unknown as MarsTable
    expect(model.predict(mixed)).toEqual(model.predict(table))
  })

  it('may have a single row, few levels, or no row at all', () => {
    expect(model.predict([row])[0]).toBe(model.predict(table)[2])
    expect(model.predict({ size: [], colour: [], fresh: [] })).toHaveLength(0)
  })

  it('has to have every predictor; the error lists the columns there are', () => {
    expect(refusal([{ colour: 'red', fresh: true }])).toBe(
      'missing-column: The table has no column "size", the predictor; it has "colour", "fresh".',
    )
    expect(refusal([])).toContain('missing-column')
  })

  it('must not hold a text never seen in training, unless it counts as the first level', () => {
    const rows = [row, { ...row, colour: 'mauve' }]
    expect(refusal(rows)).toBe(
      `unseen-level: Column "colour" holds "mauve" in row 2, which training never saw; it saw "blue", "green", "red". With unseenLevels 'baseline' it counts as "blue".`,
    )
    const [known, unknown] = model.predict(rows, { unseenLevels: 'baseline' })
    expect(unknown).toBe(known)
  })

  it('follows what the fit was told of unseen levels, unless told otherwise', () => {
    const lenient = fitMars(table, 'price', { unseenLevels: 'baseline' })
    const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(lenient)))
    const rows = [{ ...row, colour: 'mauve' }]
    expect(read.predict(rows)).toHaveLength(1)
    expect(() => read.predict(rows, { unseenLevels: 'error' })).toThrowError(
      expect.objectContaining({ code: 'unseen-level' }),
    )
  })

  it('must hold what the columns held in training', () => {
    expect(refusal([{ ...row, size: '3' }])).toBe(
      'wrong-type: Column "size" held numbers in training and holds texts here ("3" in row 1).',
    )
    expect(refusal([{ ...row, fresh: 'TRUE' }])).toContain('held booleans in training')
    expect(refusal([{ ...row, colour: 3 }])).toContain('held texts in training')
    expect(refusal([row, { ...row, size: 'x' }])).toBe(
      'wrong-type: The value in column "size", row 2 is "x", where a number belongs.',
    )
  })

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [null], [undefined]])(
    'must not lack a value: %s',
    (cell) => {
      expect(refusal([row, { ...row, size: cell }])).toContain(
        'missing-value: There is no usable value in column "size", row 2',
      )
    },
  )

  it('takes no option but its own', () => {
    const options = { unseenLevel: 'baseline' } as object
    expect(() => model.predict([row], options)).toThrowError(
      expect.objectContaining({ code: 'unknown-option' }),
    )
  })
})
