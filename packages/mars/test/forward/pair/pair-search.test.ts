import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../../src/forward/forward-problem.ts'
import { addTerm, initialState } from '../../../src/forward/forward-state.ts'
import { createPairSearch } from '../../../src/forward/pair/pair-search.ts'
import { positives } from '../../../src/linear-algebra/sums.ts'
import { ownRules } from '../../../src/rules/own.ts'
import { type RandomTable, randomTables } from '../../oracles/random-table.ts'
import { residualSum } from '../../oracles/residual-sum.ts'
import { expectClose } from '../../reference/close-to.ts'

const spans = { start: 1, minspan: 1, endspan: 1 }
const rules = { ...ownRules, gainLimit: () => Number.POSITIVE_INFINITY }
const worth = (gain: number): number => gain
const asked = { column: 1, spans, handicap: 1, within: null, toBeat: 0, worth }

describe('the search over one parent and predictor', () => {
  it('finds the knot and the gain that a fit for every knot finds', () => {
    fc.assert(
      fc.property(randomTables, fc.nat(1), (table, parentAt) => {
        const { problem, state } = twoTerms(table)
        const parent = state.live[parentAt]
        const question = { ...asked, parent, eligible: positives(parent.raw), knots: true }

        const answer = createPairSearch(problem, rules)(state, question)

        const columns = state.live.map(({ raw }) => raw)
        const gains = gainsByFitting(table, columns, parent.raw)
        expectClose([answer.gain], [Math.max(...gains.values())], 1e-6)
        expectClose([answer.gain], [gains.get(answer.knot) ?? Number.NaN], 1e-6)
      }),
      { numRuns: 40 },
    )
  })

  it('finds what weighted fits find where rows have weights', () => {
    fc.assert(
      fc.property(randomTables, fc.nat(1), (table, parentAt) => {
        const roots = table.y.map((_, i) => 0.3 + ((i * 7) % 5))
        const { problem, state } = twoTerms(table, roots)
        const parent = state.live[parentAt]
        const question = { ...asked, parent, eligible: positives(parent.raw), knots: true }

        const answer = createPairSearch(problem, rules)(state, question)

        const columns = state.live.map(({ raw }) => raw)
        const weighted = { ...table, y: table.y.map((value, i) => value * roots[i]) }
        const gains = gainsByFitting(weighted, columns, parent.raw, roots)
        expectClose([answer.gain], [Math.max(...gains.values())], 1e-6)
        expectClose([answer.gain], [gains.get(answer.knot) ?? Number.NaN], 1e-6)
      }),
      { numRuns: 40 },
    )
  })

  it('tries no knot where the predictor may enter only linearly', () => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const { problem, state } = twoTerms(table)
        const parent = state.live[0]
        const question = { ...asked, parent, eligible: positives(parent.raw), knots: false }

        const answer = createPairSearch(problem, rules)(state, question)

        const columns = state.live.map(({ raw }) => raw)
        const gain = residualSum(columns, table.y) - residualSum([...columns, table.x[1]], table.y)
        expect(answer.knot).toBeNull()
        expectClose([answer.gain], [gain], 1e-6)
      }),
      { numRuns: 40 },
    )
  })
})

/** The intercept and a hinge on the first predictor. */
function twoTerms(table: RandomTable, sqrtWeights: Float64Array | null = null) {
  const { problem } = forwardProblem(
    { design: table.x, responses: [table.y], sqrtWeights, observations: table.rows },
    ownRules,
    false,
  )
  const state = initialState(problem, ownRules)
  addTerm(state, problem, ownRules, state.live[0], { column: 0, dir: 1, cut: 0.3 })
  return { problem, state }
}

/** The gain of each knot on the second predictor, null for none, by a least-squares fit of its own. */
function gainsByFitting(
  { x, y }: RandomTable,
  columns: readonly Float64Array[],
  parent: Float64Array,
  constant: Float64Array = new Float64Array(parent.length).fill(1),
): ReadonlyMap<number | null, number> {
  const linear = x[1].map((value, i) => value * parent[i])
  const before = residualSum(columns, y)
  const gains = new Map<number | null, number>()
  gains.set(null, before - residualSum([...columns, linear], y))
  const ascending = [...x[1].keys()].sort((a, b) => x[1][a] - x[1][b])
  for (let rank = ascending.length - 2; rank >= 1; rank -= 1) {
    const knot = x[1][ascending[rank]]
    // Where the row above has no positive parent the hinge is that of another knot: it is not tried.
    if (!(parent[ascending[rank + 1]] > 0)) continue
    // More rows than the end span of 1 must have a positive parent at or below the knot.
    if (ascending.slice(0, rank + 1).filter((row) => parent[row] > 0).length <= 1) continue
    const hinge = x[1].map((value, i) => Math.max(0, value - knot) * parent[i])
    if (share(hinge, [...columns, linear], constant) <= 0.01) continue
    gains.set(knot, before - residualSum([...columns, linear, hinge], y))
  }
  return gains
}

/** What is left of a column beside others, as a share of its sum of squares about the mean. */
function share(
  column: Float64Array,
  others: readonly Float64Array[],
  constant: Float64Array,
): number {
  return residualSum(others, column) / residualSum([constant], column)
}
