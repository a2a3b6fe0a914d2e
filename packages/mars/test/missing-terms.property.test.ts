import { fitMars, MarsModel } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lehmer, namedTable, randomTables } from './oracles/random-table.ts'
import { expectClose } from './reference/close-to.ts'

/** A random table of which each cell of a predictor but the first two rows is missing now and then. */
const holedTables = fc
  .record({
    table: randomTables,
    seed: fc.integer({ min: 1, max: 1e6 }),
    share: fc.double({ min: 0.05, max: 0.6, noNaN: true }),
  })
  .map(({ table, seed, share }) => {
    const random = lehmer(seed)
    const x = table.x.map((column) =>
      column.map((value, i) => (random() < share && i > 1 ? Number.NaN : value)),
    )
    return { ...table, x }
  })
const degrees = fc.integer({ min: 1, max: 3 })
const runs = { numRuns: 40 }

describe("every fit with missing: 'terms'", () => {
  it('has the RSS of its own predictions, also after a round trip through JSON', () => {
    fc.assert(
      fc.property(holedTables, degrees, (table, degree) => {
        const columns = namedTable(table)
        const model = fitMars(columns, 'y', { missing: 'terms', degree })
        const again = MarsModel.fromJSON(JSON.parse(JSON.stringify(model)))
        const fitted = again.predict(columns)
        expect(again.value).toEqual(model.value)
        expectClose(
          [model.rss],
          [table.y.reduce((sum, y, i) => sum + (y - fitted[i]) ** 2, 0)],
          1e-7,
        )
      }),
      runs,
    )
  })

  it('has no term in which a source is used without its being there', () => {
    fc.assert(
      fc.property(holedTables, degrees, (table, degree) => {
        const { columns, dirs } = fitMars(namedTable(table), 'y', {
          missing: 'terms',
          degree,
        }).value
        for (const term of dirs) {
          const used = columns.filter((name, v) => term[v] !== 0 && !name.startsWith('missing('))
          expect(used.length).toBeLessThanOrEqual(degree)
          for (const name of used) {
            const guard = columns.indexOf(`missing(${name})`)
            if (guard !== -1) expect(term[guard]).toBe(-1)
          }
        }
      }),
      runs,
    )
  })

  it('predicts a row the same whatever rows stand beside it', () => {
    fc.assert(
      fc.property(holedTables, degrees, (table, degree) => {
        const columns = namedTable(table)
        const model = fitMars(columns, 'y', { missing: 'terms', degree })
        const half = Object.entries(columns).map(([name, values]) => [name, values.subarray(3, 9)])
        expectClose(
          model.predict(Object.fromEntries(half)),
          model.predict(columns).subarray(3, 9),
          0,
        )
      }),
      runs,
    )
  })
})

describe("every fit with missing: 'omit'", () => {
  it('is the fit of the complete rows, and predicts NaN for no other', () => {
    fc.assert(
      fc.property(holedTables, degrees, (table, degree) => {
        const kept = [...table.y.keys()].filter((i) =>
          table.x.every((column) => !Number.isNaN(column[i])),
        )
        const pick = (column: Float64Array): Float64Array =>
          Float64Array.from(kept, (i) => column[i])
        const complete = namedTable({ rows: kept.length, x: table.x.map(pick), y: pick(table.y) })
        const model = fitMars(namedTable(table), 'y', { missing: 'omit', degree })
        const { value } = fitMars(complete, 'y', { degree })
        expect(model.value).toEqual({ ...value, missing: 'omit' })
        const fitted = model.predict(namedTable(table))
        expectClose(pick(fitted), model.predict(complete), 0)
      }),
      runs,
    )
  })
})
