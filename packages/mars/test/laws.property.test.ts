import { fitMars, MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, type RandomTable, randomTables } from './oracles/random-table.ts'
import { expectClose } from './reference/close-to.ts'

const compats = fc.constantFrom(null, 'earth' as const, 'mda' as const)
const degrees = fc.integer({ min: 1, max: 3 })
const runs = { numRuns: 30 }

describe('every fit', () => {
  it('predicts the same after a round trip through JSON text', () => {
    fc.assert(
      fc.property(randomTables, compats, degrees, (table, compat, degree) => {
        const model = fitMars(namedTable(table), 'y', { compat, degree })
        const again = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
        expect(again.value).toEqual(model.value)
        expect(again.predict(namedTable(table))).toEqual(model.predict(namedTable(table)))
      }),
      runs,
    )
  })

  it('has the RSS of its own predictions on the training rows', () => {
    fc.assert(
      fc.property(randomTables, compats, degrees, (table, compat, degree) => {
        const model = fitMars(namedTable(table), 'y', { compat, degree })
        const fitted = model.predict(namedTable(table))
        const rss = table.y.reduce((sum, y, i) => sum + (y - fitted[i]) ** 2, 0)
        // mda may report the RSS of a fit that is one step old: see its rules.
        if (compat !== 'mda') expectClose([model.rss], [rss], 1e-7)
        expect(rss).toBeLessThanOrEqual(model.rss * (1 + 1e-7))
      }),
      runs,
    )
  })

  it('selects among its forward terms, the intercept first and each once', () => {
    fc.assert(
      fc.property(randomTables, compats, degrees, (table, compat, degree) => {
        const { selected, dirs, settings } = fitMars(namedTable(table), 'y', {
          compat,
          degree,
        }).value
        expect(selected[0]).toBe(0)
        expect(selected).toEqual([...new Set(selected)].sort((a, b) => a - b))
        expect(selected.every((index) => index < dirs.length)).toBe(true)
        expect(dirs.length).toBeLessThanOrEqual(settings.nk)
        const factors = dirs.map((dir) => dir.filter((each) => each !== 0).length)
        expect(Math.max(...factors)).toBeLessThanOrEqual(degree)
      }),
      runs,
    )
  })

  it('is among the subsets that it keeps for each size, which fit better the larger they are', () => {
    fc.assert(
      fc.property(randomTables, compats, degrees, (table, compat, degree) => {
        const { value } = fitMars(namedTable(table), 'y', { compat, degree })
        const subsets = value.subsets ?? []
        expect(subsets).toHaveLength(value.dirs.length)
        const chosen = subsets[value.selected.length - 1]
        expect(chosen.members).toEqual(value.selected)
        if (compat !== null) expect(chosen).toMatchObject({ rss: value.rss, gcv: value.gcv })
        // Averaged coefficients leave no less than least squares.
        expect(chosen.rss).toBeLessThanOrEqual(value.rss * (1 + 1e-9))
        expect(chosen.gcv).toBe(Math.min(...subsets.map(({ gcv }) => gcv)))
        // mda may report the RSS of a fit that is one step old: see its rules.
        if (compat === 'mda') return
        for (const [index, { rss }] of subsets.slice(1).entries()) {
          expect(rss).toBeLessThanOrEqual(subsets[index].rss * (1 + 1e-9))
        }
      }),
      runs,
    )
  })

  it('of an additive model is the same whatever the order of rows', () => {
    fc.assert(
      fc.property(randomTables, compats, fc.integer(), (table, compat, seed) => {
        const model = fitMars(namedTable(table), 'y', { compat })
        const shuffled = fitMars(namedTable(reordered(table, seed)), 'y', { compat })
        expect(shuffled.value.dirs).toEqual(model.value.dirs)
        expect(shuffled.value.cuts).toEqual(model.value.cuts)
        expect(shuffled.value.selected).toEqual(model.value.selected)
        expectClose(shuffled.predict(namedTable(table)), model.predict(namedTable(table)), 1e-6)
      }),
      runs,
    )
  })
})

describe('a fit by our own rules', () => {
  it('does not change with the units of predictors and response', () => {
    fc.assert(
      fc.property(
        randomTables,
        degrees,
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: -40, max: 40 }),
        (table, degree, xPower, yPower) => {
          // Powers of two, so that rounding is the same and nothing but the rules could differ.
          const inOtherUnits = {
            ...table,
            x: table.x.map((column) => column.map((value) => value * 2 ** xPower)),
            y: table.y.map((value) => value * 2 ** yPower),
          }
          const model = fitMars(namedTable(table), 'y', { degree })
          const other = fitMars(namedTable(inOtherUnits), 'y', { degree })
          expect(other.value.dirs).toEqual(model.value.dirs)
          expect(other.value.selected).toEqual(model.value.selected)
          expect(other.grsq).toBe(model.grsq)
          expect(other.predict(namedTable(inOtherUnits))).toEqual(
            model.predict(namedTable(table)).map((value) => value * 2 ** yPower),
          )
        },
      ),
      runs,
    )
  })
})

/** The rows in another order. */
function reordered(table: RandomTable, seed: number): RandomTable {
  const order = [...table.y.keys()].sort((a, b) => Math.sin(seed + a * a) - Math.sin(seed + b * b))
  const pick = (column: Float64Array) => Float64Array.from(order, (row) => column[row])
  return { rows: table.rows, x: table.x.map(pick), y: pick(table.y) }
}
