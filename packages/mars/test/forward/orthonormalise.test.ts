import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { orthonormalise } from '../../src/forward/orthonormalise.ts'
import { dot } from '../../src/linear-algebra/sums.ts'
import { earthRules } from '../../src/rules/earth.ts'
import { ownRules } from '../../src/rules/own.ts'
import { randomTables } from '../oracles/random-table.ts'

describe.each([
  ['our own rules', ownRules],
  ['earth', earthRules],
] as const)('columns that enter at once by %s', (_, rules) => {
  it('become orthonormal beside the basis and each other, and tell what they were made of', () => {
    fc.assert(
      fc.property(randomTables, fc.constantFrom(1, 1e-3, 1e-6), ({ rows, x, y }, apart) => {
        const constant = new Float64Array(rows).fill(1 / Math.sqrt(rows))
        const slope = x[0].slice()
        orthonormalise([slope], [constant], rules)
        const basis = [constant, slope]
        // Down to a millionth apart, so that little is left of the second one.
        const given = [x[1], x[1].map((value, i) => value + apart * y[i])]
        const columns = given.map((each) => each.slice())

        const found = orthonormalise(columns, basis, rules)

        const all = [...basis, ...columns]
        for (const [t, a] of all.entries()) {
          for (const b of all.slice(0, t)) expect(Math.abs(dot(a, b))).toBeLessThan(1e-13 / apart)
          expect(dot(a, a)).toBeCloseTo(1, 12)
        }
        for (const [k, { projection }] of found.entries()) {
          const parts = [...projection.amounts, projection.rest]
          for (let i = 0; i < rows; i += 1) {
            const sum = parts.reduce((total, part, t) => total + part * all[t][i], 0)
            expect(sum).toBeCloseTo(given[k][i], 12)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})

it('a column that those before it span becomes nothing', () => {
  const constant = new Float64Array(50).fill(1 / Math.sqrt(50))
  const ramp = Float64Array.from(constant, (_, i) => i)
  const twice = ramp.map((value) => 2 * value - 3)
  const [, { projection }] = orthonormalise([ramp, twice], [constant], ownRules)
  expect(projection.rest).toBe(0)
  expect(twice).toEqual(new Float64Array(50))
})
