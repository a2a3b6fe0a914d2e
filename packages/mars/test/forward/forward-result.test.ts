import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forwardProblem } from '../../src/forward/forward-problem.ts'
import { forwardResult } from '../../src/forward/forward-result.ts'
import { addTerm, type ForwardState, initialState } from '../../src/forward/forward-state.ts'
import { leastSquares } from '../../src/linear-algebra/least-squares.ts'
import { earthRules } from '../../src/rules/earth.ts'
import { mdaRules } from '../../src/rules/mda.ts'
import { ownRules } from '../../src/rules/own.ts'
import type { Rules } from '../../src/rules/rules.ts'
import { type RandomTable, randomTables } from '../oracles/random-table.ts'
import { residualSum } from '../oracles/residual-sum.ts'
import { expectClose } from '../reference/close-to.ts'

const end = { termination: 'nk-reached', liveBefore: 3 } as const

describe('what a forward pass leaves', () => {
  it.each([
    ['our own rules', ownRules, false],
    ['our own rules with weights', ownRules, true],
    ['earth', earthRules, false],
    ['earth with weights', earthRules, true],
    ['mda', mdaRules, false],
  ] as const)('has by %s the coefficients and the RSS of its rows', (_, rules, weighted) => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const { state, problem, responses } = grown(table, rules, weighted)
        const result = forwardResult(state, problem, rules, responses, end)

        const roots = problem.sqrtWeights
        const rows = state.live.map(({ raw }) => raw)
        expect(result.terms).toHaveLength(rows.length)
        for (const [r, response] of responses.entries()) {
          const y = roots ? response.map((value, i) => value * roots[i]) : response
          const found = leastSquares(result.columns, result.responses)[r]
          expectClose(found, leastSquares(rows, [y])[0], 1e-8)
          const rss = residualSum(result.columns, result.responses[r])
          expectClose([rss], [residualSum(rows, y)], 1e-9)
          const before = residualSum(result.columnsBeforeLastStep, result.responses[r])
          expectClose([before], [residualSum(rows.slice(0, 3), y)], 1e-9)
        }
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    ['our own rules', ownRules],
    ['earth', earthRules],
    ['mda', mdaRules],
  ] as const)('lacks by %s a term that others span', (_, rules) => {
    fc.assert(
      fc.property(randomTables, (table) => {
        const { state, problem, responses } = grown(table, rules, false)
        // The other hinge of a knot beside both hinges of another one.
        addTerm(state, problem, rules, state.live[0], { column: 0, dir: 1, cut: 0.6 })
        addTerm(state, problem, rules, state.live[0], { column: 0, dir: -1, cut: 0.6 })
        const { terms, columns } = forwardResult(state, problem, rules, responses, end)
        const spanned = state.live.at(-1)
        expect(terms).toEqual(state.live.filter((each) => each !== spanned).map(({ term }) => term))
        expect(columns).toHaveLength(terms.length)
      }),
      { numRuns: 20 },
    )
  })
})

/** Five terms on a table of two responses. */
function grown(table: RandomTable, rules: Rules, weighted: boolean) {
  const responses = [table.y, table.y.map((value, i) => 5 + value * table.x[0][i])]
  const sqrtWeights = weighted ? table.y.map((_, i) => 0.3 + ((i * 7) % 5)) : null
  const columns = { design: table.x, responses, sqrtWeights, observations: table.rows }
  const { problem } = forwardProblem(columns, rules, false)
  const state: ForwardState = initialState(problem, rules)
  for (const dir of [1, -1]) {
    addTerm(state, problem, rules, state.live[0], { column: 0, dir, cut: 0.3 })
  }
  for (const dir of [1, -1]) {
    addTerm(state, problem, rules, state.live[1], { column: 1, dir, cut: 0.5 })
  }
  return { state, problem, responses }
}
