import { type FactorOptions, fitMars, MarsModel, type MarsTable } from '@byo/mars'
import { describe, expect, it } from 'vitest'

const table = {
  size: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  grade: ['low', 'mid', 'top', 'low', 'mid', 'top', 'top', 'mid', 'low'],
  doors: [4, 2, 10, 4, 2, 10, 4, 2, 10],
  fresh: [true, false, true, false, true, false, true, false, true],
  price: [3, 4, 9, 6, 7, 13, 9, 10, 8],
}

/** The design columns of a fit with these factors. */
function columnsWith(factors: Readonly<Record<string, FactorOptions>>): readonly string[] {
  return fitMars(table, 'price', { factors }).value.columns
}

/** The code and message the factors are refused with. */
function refusal(factors: unknown): string {
  try {
    columnsWith(factors as Record<string, FactorOptions>)
  } catch (error) {
    const { code, message } = error as { code: string; message: string }
    return `${code}: ${message}`
  }
  return 'accepted'
}

describe('the option factors', () => {
  it('gives the levels their order, of which the first is the base', () => {
    const levels = ['top', 'mid', 'low', 'none']
    expect(columnsWith({ grade: { levels } })).toEqual([
      'size',
      'grademid',
      'gradelow',
      'gradenone',
      'doors',
      'freshTRUE',
    ])
  })

  it("names the base, whose column is left out, as R's relevel", () => {
    const model = fitMars(table, 'price', { factors: { grade: { base: 'mid' } } })
    expect(model.value.columns.slice(1, 3)).toEqual(['gradelow', 'gradetop'])
    expect(model.value.predictors[1]).toMatchObject({ levels: ['mid', 'low', 'top'] })
  })

  it('makes ordered factors, with polynomial contrasts', () => {
    const levels = ['low', 'mid', 'top', 'peak', 'limit']
    const model = fitMars(table, 'price', { factors: { grade: { levels, ordered: true } } })
    const names = ['grade.L', 'grade.Q', 'grade.C', 'grade^4']
    expect(model.value.columns.slice(1, 5)).toEqual(names)
    const rows = [{ size: 4, grade: 'mystery', doors: 4, fresh: true }]
    const first = model.predict([{ ...rows[0], grade: 'low' }])
    expect(model.predict(rows, { unseenLevels: 'baseline' })).toEqual(first)
  })

  it('are ordered up to 95 levels, as in R, also those read from JSON', () => {
    const steps = (count: number): MarsModel => {
      const step = Array.from({ length: 200 }, (_, i) => `s${i % count}`)
      const y = step.map((_, i) => i % 7)
      return fitMars({ step, y }, 'y', { factors: { step: { ordered: true } }, nk: 3 })
    }
    expect(steps(95).value.columns).toHaveLength(94)
    expect(() => steps(96)).toThrowError(
      'Column "step" has 96 levels, and an ordered factor can have 95: give their places as numbers.',
    )
    const { predictors, ...json } = steps(95).toJSON()
    const levels = Array.from({ length: 96 }, (_, i) => `s${i}`)
    const wider = { ...json, predictors: [{ ...predictors[0], levels }] }
    expect(() => MarsModel.fromJSON(wider)).toThrowError(
      'predictors[0].levels must hold at most 95',
    )
  })

  it('makes factors of numbers, in the order of their size, and of booleans', () => {
    const columns = columnsWith({ doors: {}, fresh: { base: 'TRUE' } })
    expect(columns.slice(3)).toEqual(['doors4', 'doors10', 'freshFALSE'])
    const model = fitMars(table, 'price', { factors: { doors: {}, fresh: {} }, thresh: 0 })
    const again = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
    expect(again.predict(table)).toEqual(model.predict(table))
    const texts = { ...table, doors: table.doors.map(String) } as MarsTable
    expect(() => model.predict(texts)).toThrowError(
      /Column "doors" held numbers in training and holds texts here/,
    )
    expect(() => model.predict({ ...table, doors: table.doors.map(() => 3) })).toThrowError(
      /Column "doors" holds "3" in row 1, which training never saw; it saw "2", "4", "10"/,
    )
  })

  it.each<[unknown, string]>([
    [3, 'invalid-option: Option factors is 3'],
    [[], 'invalid-option: Option factors is an array'],
    [{ grade: true }, 'invalid-option: Option factors of column "grade" is true'],
    [
      { grades: {} },
      'missing-column: Option factors names "grades", which is no column: did you mean "grade"?',
    ],
    [
      { grade: { level: [] } },
      'unknown-option: There is no option "level" in factors of column "grade": did you mean levels?',
    ],
    [
      { grade: { levels: ['low'] } },
      'invalid-option: Option levels in factors of column "grade" is an array: it has to be an array of at least two different texts',
    ],
    [{ grade: { levels: ['a', 'a'] } }, 'invalid-option: Option levels'],
    [{ grade: { levels: [1, 2] } }, 'invalid-option: Option levels'],
    [{ grade: { ordered: 1 } }, 'invalid-option: Option ordered in factors of column "grade" is 1'],
    [{ grade: { base: 1 } }, 'invalid-option: Option base in factors of column "grade" is 1'],
    [{ grade: { base: 'low', ordered: true } }, 'an ordered factor has no base level'],
    [
      { grade: { base: 'none' } },
      'is "none", which the column does not hold; it holds "low", "mid", "top"',
    ],
    [
      { grade: { base: 'x', levels: ['low', 'mid', 'top'] } },
      'it has to be one of the levels "low", "mid", "top"',
    ],
    [
      { grade: { levels: ['low', 'mid'] } },
      'unseen-level: The value in column "grade", row 3 is "top", which is none of the levels that option factors gives: "low", "mid"',
    ],
    [{ size: { levels: ['1', '2'] } }, 'unseen-level: The value in column "size", row 3 is "3"'],
  ])('is refused when it is %o', (factors, said) => {
    expect(refusal(factors)).toContain(said)
  })
})
