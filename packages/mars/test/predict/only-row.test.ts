import { fitMars, isMarsError } from '@byo/mars'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { mixedTables } from '../oracles/mixed-table.ts'

/** What a function returns, or the code and message of what it throws. */
function outcome(run: () => Float64Array): unknown {
  try {
    return [...run()]
  } catch (error) {
    return isMarsError(error) ? [error.code, error.message] : error
  }
}

it('a table of one row is predicted as one of many is, errors too', () => {
  fc.assert(
    fc.property(mixedTables, ({ rows, options, others }) => {
      const fit = fitMars(rows, 'y', options)
      for (const row of [...rows.slice(0, 20), ...others, {}]) {
        const columns = Object.fromEntries(
          Object.entries(row).map(([name, cell]) => [
            name,
            typeof cell === 'number' ? Float64Array.of(cell) : [cell],
          ]),
        )
        // With options, even with none in them, a table is read as a table.
        expect(outcome(() => fit.predict(columns as never))).toEqual(
          outcome(() => fit.predict(columns as never, {}) as Float64Array),
        )
      }
    }),
    { numRuns: 100 },
  )
})

it('a table whose columns have other lengths is refused, whatever the model needs of it', () => {
  const x = Array.from({ length: 40 }, (_, i) => i)
  const fit = fitMars({ x, y: x.map((value) => Math.abs(value - 17)) }, 'y')

  expect(() => fit.predict({ x: [1], other: [1, 2] })).toThrow(/rows/)
  expect(fit.predict({ x: [] })).toHaveLength(0)
  expect(() => fit.predict(null as never)).toThrow(/The table is null/)
})
