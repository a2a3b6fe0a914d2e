import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type PlanColumns,
  type PredictionPlan,
  predictPlan,
} from '../../src/predict/predict-plan.ts'
import { rowSum, termTables } from '../../src/predict/row-sums.ts'
import { plainPredictions } from '../oracles/plain-predictions.ts'
import { lehmer } from '../oracles/random-table.ts'

const width = 4
const term = fc.uniqueArray(
  fc.record({
    column: fc.nat(width - 1),
    dir: fc.constantFrom(-1, 1, 1, -1, 2),
    knot: fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ noNaN: true })),
  }),
  { selector: ({ column }) => column, maxLength: width },
)
const plans = fc
  .record({ terms: fc.array(term, { maxLength: 12 }), responses: fc.integer({ min: 1, max: 3 }) })
  .chain(({ terms, responses }) =>
    fc.record({
      terms: fc.constant(terms.map((factors) => factors.map(withoutKnot))),
      coefficients: fc.array(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
          minLength: terms.length,
          maxLength: terms.length,
        }),
        { minLength: responses, maxLength: responses },
      ),
      link: fc.constant(null),
    }),
  )

/** A linear factor has no knot, and none has an infinite one. */
function withoutKnot<Factor extends { dir: number; knot: number }>(factor: Factor): Factor {
  const knot = factor.dir === 2 || !Number.isFinite(factor.knot) ? 0 : factor.knot
  return { ...factor, knot }
}

/** Columns of numbers around the knots, some of them as odd as doubles get, some missing. */
const designs: fc.Arbitrary<PlanColumns> = fc
  .record({
    seed: fc.integer({ min: 1, max: 2 ** 31 - 2 }),
    rows: fc.constantFrom(0, 1, 5, 511, 512, 513, 1300),
    odd: fc.array(fc.double({ noDefaultInfinity: true }), { maxLength: 20 }),
  })
  .map(({ seed, rows, odd }) => {
    const random = lehmer(seed)
    const columns = Array.from({ length: width }, () => {
      const column = Float64Array.from({ length: rows }, () => 2 * random() - 1)
      for (const value of odd) if (rows > 0) column[Math.floor(random() * rows)] = value
      return column
    })
    return { rows, columns }
  })

/** The bits of numbers, all NaN alike. */
function bitsOf(numbers: Float64Array): string[] {
  return Array.from(numbers, (value) => (Object.is(value, -0) ? '-0' : String(value)))
}

describe('the prediction of many rows', () => {
  it('is that of each row, term by term and factor by factor, to the last bit', () => {
    fc.assert(
      fc.property(plans, designs, (plan: PredictionPlan, design) => {
        const plain = plainPredictions(plan.terms, plan.coefficients, design)
        expect(bitsOf(predictPlan(plan, design))).toEqual(bitsOf(plain))
      }),
      { numRuns: 150 },
    )
  })

  it('holds where a hinge is too large to be doubled', () => {
    const terms = [[], [{ column: 0, dir: 1, knot: 0 }], [{ column: 0, dir: -1, knot: 1 }]]
    const columns = [Float64Array.of(1.5e308, -1.5e308, 0.5)]
    const plan = { terms, coefficients: [[1, 1e-300, 1e-300]], link: null }
    expect([...predictPlan(plan, { rows: 3, columns })]).toEqual([
      1 + 1e-300 * 1.5e308,
      1 + 1e-300 * 1.5e308,
      1,
    ])
  })

  it('is that of a row on its own', () => {
    fc.assert(
      fc.property(plans, designs, ({ terms, coefficients, link }, { rows, columns }) => {
        const all = predictPlan({ terms, coefficients, link }, { rows, columns })
        const tables = termTables(terms, coefficients)
        const alone = coefficients.flatMap((_, r) =>
          Array.from({ length: rows }, (_, row) =>
            rowSum(
              tables,
              r,
              Float64Array.from(columns, (column) => column[row]),
            ),
          ),
        )
        expect(bitsOf(Float64Array.from(alone))).toEqual(bitsOf(all))
      }),
      { numRuns: 50 },
    )
  })
})
