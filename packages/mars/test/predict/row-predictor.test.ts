import { fitMars, isMarsError, type MarsModel, type MarsRow, type PredictOptions } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mixedTables } from '../oracles/mixed-table.ts'

/** What a function returns, or the code and message of what it throws. */
function outcome(run: () => Float64Array): unknown {
  try {
    return [...run()]
  } catch (error) {
    return isMarsError(error) ? [error.code, error.message] : error
  }
}

const x = Array.from({ length: 60 }, (_, i) => (i * 37) % 60)
const z = Array.from({ length: 60 }, (_, i) => (i * 17) % 60)
const y = x.map((value, i) => Math.abs(value - 17) + Math.max(0, z[i] - 30))

describe('a row predictor', () => {
  it('gives what predict gives for a table of the row, errors too', () => {
    const options = fc.constantFrom<PredictOptions[]>(
      {},
      { missing: 'omit' },
      { unseenLevels: 'baseline' },
      { missing: 'omit', unseenLevels: 'baseline' },
    )
    fc.assert(
      fc.property(mixedTables, options, ({ rows, options: fitOptions, others }, given) => {
        const fit = fitMars(rows, 'y', fitOptions)
        const predictRow = fit.rowPredictor(given as Parameters<MarsModel['rowPredictor']>[0])
        const names = fit.value.predictors.map(({ name }) => name)
        for (const row of [...rows.slice(0, 20), ...others]) {
          const cells = names.map((name) => row[name])
          expect(outcome(() => predictRow(row))).toEqual(
            outcome(() => fit.predict([row], given) as Float64Array),
          )
          expect(outcome(() => predictRow(cells))).toEqual(
            outcome(() => fit.predict([cells], given) as Float64Array),
          )
        }
      }),
      { numRuns: 25 },
    )
  })

  it.each(['response', 'link', 'earth'] as const)('gives the %s of a GLM', (type) => {
    const sold = y.map((value) => (value > 20 ? 'yes' : 'no'))
    const fit = fitMars({ x, z, sold }, 'sold', { glm: { family: 'binomial' } })
    const predictRow = fit.rowPredictor({ type })
    for (const row of [
      { x: 3, z: 59 },
      { x: 58.5, z: -4 },
    ]) {
      expect(predictRow(row)).toEqual(fit.predict([row], { type }))
    }
  })

  it('writes all responses where it is told to', () => {
    const fit = fitMars({ x, z, y, w: y.map((value) => 1 / (1 + value)) }, ['y', 'w'])
    const predictRow = fit.rowPredictor()
    const into = new Float64Array(2)
    expect(predictRow({ x: 1, z: 2 }, into)).toBe(into)
    expect(into).toEqual(fit.predict([{ x: 1, z: 2 }]))
    expect(predictRow(Float64Array.of(1, 2))).toEqual(into)
  })

  it.each<[string, unknown]>([
    ['a text for a number', { x: '1', z: 2 }],
    ['an infinity', { x: Number.POSITIVE_INFINITY, z: 2 }],
    ['a column that is not there', { x: 1 }],
    ['too few cells', [1]],
    ['too many cells', [1, 2, 3]],
    ['no row', null],
    ['a number', 7],
  ])('refuses %s as predict does', (_, row) => {
    const fit = fitMars({ x, z, y }, 'y')
    const refused = outcome(() => fit.predict([row] as never))
    expect(refused).toHaveLength(2)
    expect(outcome(() => fit.rowPredictor()(row as MarsRow))).toEqual(refused)
  })

  it('refuses options that it does not have', () => {
    const fit = fitMars({ x, z, y }, 'y')
    expect(() => fit.rowPredictor({ type: 'class' } as never)).toThrow(/Option type is "class"/)
    expect(() => fit.rowPredictor({ types: 'link' } as never)).toThrow(/no option "types"/)
  })
})
