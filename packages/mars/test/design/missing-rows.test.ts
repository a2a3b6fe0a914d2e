import { fitMars, MarsModel } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { trainingData } from '../../src/design/training-data.ts'
import { resolveOptions } from '../../src/options/resolve-options.ts'

const nan = Number.NaN
const table = {
  size: [1, 2, nan, 4, 5, 6, 7, 8, 9, 10],
  kind: ['b', 'a', 'b', null, 'a', 'b', 'a', 'b', 'a', 'b'],
  idle: [3, 1, 2, 3, 1, undefined, 1, 3, 2, 1],
  y: [2, 5, 3, 8, 9, 7, 12, null, 15, 17],
}
const kept = [0, 1, 4, 6, 8, 9]
const pick = <Cell>(cells: readonly Cell[]): Cell[] => kept.map((row) => cells[row])
const complete = {
  size: pick(table.size),
  kind: pick(table.kind),
  idle: pick(table.idle),
  y: pick(table.y),
}

describe("missing: 'omit'", () => {
  const options = { missing: 'omit', linpreds: ['size', 'idle'] } as const

  it('fits the rows that lack nothing', () => {
    const model = fitMars(table, 'y', options)
    const { value } = fitMars(complete, 'y', { linpreds: options.linpreds })
    expect(model.value).toEqual({ ...value, missing: 'omit' })
    expect(model.value.rows).toBe(6)
  })

  it('tells which rows were kept, and null where all were', () => {
    const { predictors: _, ...data } = trainingData(table, 'y', resolveOptions(options))
    expect([...(data.kept ?? [])]).toEqual(kept)
    expect(trainingData(complete, 'y', resolveOptions(options)).kept).toBeNull()
  })

  it('tells the rows that the fit was left with', () => {
    const fit = fitMars(table, 'y', options)
    expect([...fit.trainingRows]).toEqual(kept)
    expect(fit.residuals).toHaveLength(kept.length)
    expect([...fitMars(complete, 'y').trainingRows]).toEqual([0, 1, 2, 3, 4, 5])
  })

  it('takes no level from a row that is left out', () => {
    const rare = { ...table, kind: table.kind.with(2, 'rare') }
    expect(fitMars(rare, 'y', options).value.columns).toEqual(['size', 'kindb', 'idle'])
  })

  it('names rows by their place in the table that was given', () => {
    const message = (column: object): string => {
      try {
        fitMars({ ...table, ...column }, 'y', options)
      } catch (error) {
        return (error as Error).message
      }
      return 'accepted'
    }
    expect(message({ idle: [3, 1, 2, 3, 1, 1, Number.POSITIVE_INFINITY, 1, 1, 1] })).toContain(
      'column "idle", row 7 (Infinity)',
    )
    expect(message({ idle: [3, 1, 2, 3, 1, 1, 1e99, 1, 1, 1] })).toContain('1e+99 in row 7')
    expect(message({ kind: table.kind.with(4, 3 as never) })).toContain('column "kind", row 5 is 3')
    expect(message({ idle: table.idle.map(() => null) })).toContain(
      'There is no value in any row of column "idle"',
    )
    expect(message({ idle: table.idle.map((_, i) => (i === 1 || i === 2 ? 1 : null)) })).toBe(
      'Without the rows in which a value is missing the table has 1 of its 10 rows: a fit takes at least 2.',
    )
  })

  it('predicts NaN where a predictor that the model uses is missing', () => {
    const model = fitMars(table, ['y'], { ...options, nprune: 2 })
    const read = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
    expect(model.terms.map(({ name }) => name)).toEqual(['(Intercept)', 'size'])
    expect(read.predict([{ size: null, kind: 'a', idle: 1 }])[0]).toBeNaN()
    const unused = read.predict([{ size: 4, kind: null, idle: nan }])
    expect(unused).toEqual(model.predict([{ size: 4, kind: 'a', idle: 1 }]))
    expect(unused[0]).not.toBeNaN()
  })

  it('makes NaN of every response, also below a knot', () => {
    const x = Array.from({ length: 40 }, (_, i) => i)
    const bent = { x, a: x.map((each) => Math.abs(each - 20)), b: x.map((each) => -each) }
    const model = fitMars(bent, ['a', 'b'], { missing: 'omit' })
    const predictions = [...model.predict({ x: [1, null, 30] })]
    expect(predictions.map(Number.isNaN)).toEqual([false, true, false, false, true, false])
  })

  it('can be asked for, or refused, at prediction', () => {
    const rows = [{ size: null, kind: 'a', idle: 1 }]
    const strict = fitMars(complete, 'y', { linpreds: ['size'] })
    expect(strict.predict(rows, { missing: 'omit' })[0]).toBeNaN()
    expect(() => strict.predict(rows)).toThrowError(/column "size", row 1/)
    const lenient = fitMars(table, 'y', options)
    expect(() => lenient.predict(rows, { missing: 'refuse' })).toThrowError(/column "size", row 1/)
    expect(() => lenient.predict(rows, { missing: 'terms' as 'omit' })).toThrowError(
      `Option missing is "terms": it can be 'refuse' or 'omit'.`,
    )
  })
})
