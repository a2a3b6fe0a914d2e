import { fitMars } from '@byo/mars'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../../src/forward/forward-problem.ts'
import { addTerm, initialState } from '../../../src/forward/forward-state.ts'
import { createWeightedPairSearch } from '../../../src/forward/pair/weighted-pair-search.ts'
import { positives } from '../../../src/linear-algebra/sums.ts'
import { weightedRows } from '../../../src/linear-algebra/weighted-rows.ts'
import { earthRules } from '../../../src/rules/earth.ts'
import { namedTable, type RandomTable, randomTables } from '../../oracles/random-table.ts'
import { residualSum } from '../../oracles/residual-sum.ts'
import { expectClose } from '../../reference/close-to.ts'

const spans = { start: 1, minspan: 1, endspan: 1 }

/** Weights of many sizes, the same for the same table. */
function weightsOf({ y }: RandomTable): Float64Array {
  return y.map((value, i) => 0.1 + Math.abs(Math.sin(i * 12.9 + value)) * ((i % 5) + 1))
}

describe('the weighted search over one parent and predictor', () => {
  it('finds the gain that a weighted fit for every knot finds', () => {
    fc.assert(
      fc.property(randomTables, fc.nat(1), (table, parentAt) => {
        const sqrtWeights = weightsOf(table).map(Math.sqrt)
        const observations = table.y.length
        const training = { design: table.x, responses: [table.y], sqrtWeights, observations }
        const { problem } = forwardProblem(training, earthRules, false)
        const state = initialState(problem, earthRules)
        addTerm(state, problem, earthRules, state.live[0], { column: 0, dir: 1, cut: 0.3 })
        const parent = state.live[parentAt]

        const found = createWeightedPairSearch(problem, earthRules)(state, {
          parent,
          column: 1,
          spans,
          eligible: positives(parent.raw),
          knots: true,
          handicap: 1,
          within: null,
          toBeat: 0,
          worth: (gain) => gain,
        })

        const columns = state.live.map(({ raw }) => raw)
        const y = weightedRows(table.y, sqrtWeights)
        const linear = table.x[1].map((value, i) => value * parent.raw[i])
        const hinges = [...table.x[1]].map((knot) =>
          table.x[1].map((value, i) => Math.max(0, value - knot) * parent.raw[i]),
        )
        const least = Math.min(
          residualSum([...columns, linear], y),
          ...hinges.map((hinge) => residualSum([...columns, linear, hinge], y)),
        )
        // The state's RSS is that of the mean; that of its terms is lower already.
        expect(found.gain).toBeLessThanOrEqual((problem.rssNull - least) * (1 + 1e-8))
        if (found.knot !== null) {
          const at = found.knot
          const chosen = table.x[1].map((value, i) => Math.max(0, value - at) * parent.raw[i])
          const rss = residualSum([...columns, linear, chosen], y)
          expectClose([found.gain], [problem.rssNull - rss], 1e-6)
        }
      }),
      { numRuns: 25 },
    )
  })
})

describe('a weighted fit', () => {
  it.each([null, 'earth'] as const)(
    'has coefficients that minimise the weighted sum of squares, which its RSS is, compat %s',
    (compat) => {
      fc.assert(
        fc.property(randomTables, (table) => {
          const weights = weightsOf(table)
          const model = fitMars(namedTable(table), 'y', { compat, weights, degree: 2 })
          const { y, ...predictors } = namedTable(table)
          const predicted = model.predict(predictors)
          const rss = y.reduce((sum, value, i) => sum + weights[i] * (value - predicted[i]) ** 2, 0)
          expectClose([model.rss], [rss], 1e-7)
        }),
        { numRuns: 25 },
      )
    },
  )

  it('is the same in terms, knots and GRSq whatever the unit of the weights, by our own rules', () => {
    fc.assert(
      fc.property(randomTables, fc.constantFrom(1e-6, 3, 1e6), (table, unit) => {
        const weights = weightsOf(table)
        const fit = (each: Float64Array) => fitMars(namedTable(table), 'y', { weights: each })
        const one = fit(weights)
        const other = fit(weights.map((weight) => weight * unit))
        expect(other.value.dirs).toEqual(one.value.dirs)
        expect(other.value.selected).toEqual(one.value.selected)
        expectClose([other.grsq], [one.grsq], 1e-6)
      }),
      { numRuns: 25 },
    )
  })

  it('takes no notice of a row of weight 0, by our own rules', () => {
    const x = Array.from({ length: 30 }, (_, i) => i / 3)
    const y = x.map((value, i) => Math.abs(value - 4) + Math.sin(i * i) / 5)
    const weights = x.map((_, i) => (i === 10 ? 0 : 1 + (i % 3)))
    const fit = (value: number) => fitMars({ x, y: y.with(10, value) }, 'y', { weights })
    expectClose(fit(1e3).predict({ x }), fit(0).predict({ x }), 1e-9)
  })
})
