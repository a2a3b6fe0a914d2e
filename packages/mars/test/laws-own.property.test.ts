import { fitMars } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { namedTable, type RandomTable, randomTables } from './oracles/random-table.ts'
import { expectClose } from './reference/close-to.ts'

const degrees = fc.integer({ min: 1, max: 3 })
const runs = { numRuns: 30 }
const factor = fc.double({ min: 1e-6, max: 1e6, noNaN: true })
const offset = fc.double({ min: -1e6, max: 1e6, noNaN: true })

describe('a fit by our own rules', () => {
  it('does not change with units and zeros of predictors and response', () => {
    fc.assert(
      fc.property(
        randomTables,
        degrees,
        fc.tuple(factor, offset, factor, offset),
        (table, degree, [xFactor, xOffset, yFactor, yOffset]) => {
          const moved: RandomTable = {
            ...table,
            x: table.x.map((column) => column.map((value) => (value + xOffset) * xFactor)),
            y: table.y.map((value) => (value + yOffset) * yFactor),
          }
          const model = fitMars(namedTable(table), 'y', { degree })
          const other = fitMars(namedTable(moved), 'y', { degree })
          expect(other.value.dirs).toEqual(model.value.dirs)
          expect(other.value.selected).toEqual(model.value.selected)
          expectNear(other.grsq, model.grsq, 1e-6)
          const there = other.predict(namedTable(moved)).map((value) => value / yFactor - yOffset)
          const here = model.predict(namedTable(table))
          for (const [i, value] of there.entries()) expectNear(value, here[i], 1e-6)
        },
      ),
      runs,
    )
  })

  it.each([50, 1000])(
    'bends with the rows where one row lies far out, at %d, at either end',
    (far) => {
      const x = Float64Array.from({ length: 200 }, (_, i) => (i === 0 ? far : (i * 7.3) % 10))
      const y = x.map(Math.sin)
      expect(fitMars({ x, y }, 'y').grsq).toBeGreaterThan(0.95)
      expect(fitMars({ x: x.map((value) => -value), y }, 'y').grsq).toBeGreaterThan(0.95)
    },
  )

  it('is that of the same predictors in another order, up to their names', () => {
    fc.assert(
      fc.property(randomTables, degrees, (table, degree) => {
        const backwards = { ...table, x: table.x.toReversed() }
        const model = fitMars(namedTable(table), 'y', { degree })
        const other = fitMars(namedTable(backwards), 'y', { degree })
        expect(other.value.dirs.map((dirs) => dirs.toReversed())).toEqual(model.value.dirs)
        expect(other.value.cuts.map((cuts) => cuts.toReversed())).toEqual(model.value.cuts)
        expect(other.value.selected).toEqual(model.value.selected)
        expectClose(other.predict(namedTable(backwards)), model.predict(namedTable(table)), 1e-6)
      }),
      runs,
    )
  })

  it('is the same whatever the order of rows, with interactions too', () => {
    fc.assert(
      fc.property(randomTables, degrees, (table, degree) => {
        const upsideDown = {
          ...table,
          x: table.x.map((column) => column.toReversed()),
          y: table.y.toReversed(),
        }
        const model = fitMars(namedTable(table), 'y', { degree })
        const other = fitMars(namedTable(upsideDown), 'y', { degree })
        expect(other.value.dirs).toEqual(model.value.dirs)
        expect(other.value.cuts).toEqual(model.value.cuts)
        expectClose(other.predict(namedTable(table)), model.predict(namedTable(table)), 1e-6)
      }),
      runs,
    )
  })

  it.each([
    ['with knots, in an additive model', { degree: 1, linpreds: [] }],
    ['with interactions of plain predictors', { degree: 3, linpreds: ['x1', 'x2', 'x3', 'x4'] }],
  ])('takes weights of 2 for every row twice, once told how many rows that makes, %s', (_, how) => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const doubled = repeatedRows(
          table,
          table.y.map(() => 2),
        )
        const linpreds = how.linpreds.slice(0, table.x.length)
        const plain = fitMars(namedTable(doubled), 'y', {
          ...how,
          linpreds,
          minspan: 1,
          endspan: 4,
        })
        const weighted = fitMars(namedTable(table), 'y', {
          ...how,
          linpreds,
          minspan: 1,
          endspan: 2,
          weights: table.y.map(() => 2),
          observations: doubled.rows,
        })
        expect(weighted.value.dirs).toEqual(plain.value.dirs)
        expect(weighted.value.cuts).toEqual(plain.value.cuts)
        expectNear(weighted.rss, plain.rss, 1e-6)
        expectNear(weighted.gcv, plain.gcv, 1e-6)
        expectClose(weighted.predict(namedTable(table)), plain.predict(namedTable(table)), 1e-5)
      }),
      runs,
    )
  })

  it('takes whole weights for so many equal rows in an additive model without spans', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const counts = table.y.map((_, i) => 1 + ((i * 7) % 3))
        const repeated = repeatedRows(table, counts)
        const spans = { minspan: 1, endspan: 1 }
        const plain = fitMars(namedTable(repeated), 'y', spans)
        const weighted = fitMars(namedTable(table), 'y', {
          ...spans,
          weights: counts,
          observations: repeated.rows,
        })
        expectNear(weighted.rss, plain.rss, 1e-6)
        expectClose(weighted.predict(namedTable(table)), plain.predict(namedTable(table)), 1e-5)
      }),
      runs,
    )
  })

  it('takes a row of weight 0 for none', () => {
    fc.assert(
      fc.property(randomTables, degrees, (table, degree) => {
        // The least values are in rows that count for nothing.
        const least = new Set(table.x.map((column) => column.indexOf(Math.min(...column))))
        const weights = table.y.map((_, i) => (i % 5 === 0 || least.has(i) ? 0 : 1 + (i % 2)))
        const there = [...weights.keys()].filter((i) => weights[i] > 0)
        const pick = (column: Float64Array) => Float64Array.from(there, (i) => column[i])
        // Half of the time the least value that counts is 0.
        const x = table.x.map((column) => {
          const origin = degree % 2 === 0 ? Math.min(...pick(column)) : 0
          return column.map((value) => value - origin)
        })
        const moved = { ...table, x }
        const less = { rows: there.length, x: x.map(pick), y: pick(table.y) }
        const all = fitMars(namedTable(moved), 'y', { degree, weights })
        const some = fitMars(namedTable(less), 'y', { degree, weights: pick(weights) })
        expectNear(all.gcv, some.gcv, 1e-9)
        expectClose(all.predict(namedTable(moved)), some.predict(namedTable(moved)), 1e-6)
        const residuals = all.residuals.map((residual, i) => weights[i] * residual ** 2)
        expectNear(
          residuals.reduce((sum, each) => sum + each, 0),
          all.rss,
          1e-6,
        )
      }),
      runs,
    )
  })
})

/** Each row as often as its count says. */
function repeatedRows(table: RandomTable, counts: Float64Array): RandomTable {
  const rows = [...counts.keys()].flatMap((i) => new Array<number>(counts[i]).fill(i))
  const pick = (column: Float64Array) => Float64Array.from(rows, (i) => column[i])
  return { rows: rows.length, x: table.x.map(pick), y: pick(table.y) }
}

/** Expects two numbers to be near each other, as a share of their size or of 1. */
function expectNear(actual: number, expected: number, tolerance: number): void {
  const scale = Math.max(1, Math.abs(expected))
  expect(Math.abs(actual - expected) / scale).toBeLessThanOrEqual(tolerance)
}
