// The best way to use one predictor under one parent where rows have weights. Every column holds
// the roots of the weights (the intercept is √w, products inherit it), so that plain least squares on
// columns is weighted least squares. With Q an orthonormal basis of the live terms and of the linear
// candidate, r_y the response beside Q, and for the hinge at knot k
//
//   h = √w b max(0, x − x_k)     h' = h beside Q     gain = L + Σ_r (r_yᵀh')²/h'ᵀh'
//
// which is what a fit on all columns gives: O(n m) a knot. A hinge of which less than `dependent` is
// left of its length depends on the columns. Source of the decisions: behaviour of earth.
import { orthogonalise } from '../linear-algebra/orthogonalise.ts'
import { dot, sumOfSquares } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'
import type { ForwardProblem, ForwardState } from './forward-state.ts'
import { emptyKnotGrid, fillKnotGrid } from './knot-grid.ts'
import { emptyLinearCandidate, fillLinearCandidate } from './linear-candidate.ts'
import type { PairAnswer, PairQuestion } from './pair-search.ts'

/** What must be left of the length of an independent column. */
const dependent = 1e-8

/** By how much a knot must lower the RSS more than what was best before it. */
const leastAdvantage = 1e-10

/** Makes the weighted search over one parent and predictor, which owns its buffers. */
export function createWeightedPairSearch(
  problem: ForwardProblem,
  rules: Rules,
): (state: ForwardState, question: PairQuestion) => PairAnswer {
  const grid = emptyKnotGrid(problem.rows)
  const linear = emptyLinearCandidate(problem)
  const hinge = new Float64Array(problem.rows)

  return (state, question) => {
    const { parent, column, handicap } = question
    fillLinearCandidate(linear, problem, state, rules, question)
    let gain = handicap * linear.gain
    let knot: number | null = null
    if (!question.knots) return { gain, knot, newForm: linear.newForm }

    const x = problem.design[column]
    const order = problem.orders[column]
    fillKnotGrid(grid, parent.raw, x, order, (scan, ranks) =>
      rules.knotRanks(scan, question.spans, ranks),
    )
    const basis = state.live.map(({ ortho }) => ortho)
    if (linear.newForm) basis.push(linear.ortho)
    for (let k = 0; k < grid.count; k += 1) {
      const cut = grid.x[grid.ranks[k]]
      for (let i = 0; i < hinge.length; i += 1) {
        hinge[i] = x[i] > cut ? parent.raw[i] * (x[i] - cut) : 0
      }
      const total = handicap * (linear.gain + gainOf(basis))
      if (total > gain + leastAdvantage) {
        gain = total
        knot = cut
      }
    }
    return { gain, knot, newForm: linear.newForm }
  }

  /** What the hinge takes off the RSS beside the basis. */
  function gainOf(basis: readonly Float64Array[]): number {
    const whole = sumOfSquares(hinge)
    orthogonalise(hinge, basis)
    const left = sumOfSquares(hinge)
    if (!(left > dependent * dependent * whole)) return 0
    let gain = 0
    for (const y of problem.targets) gain += dot(y, hinge) ** 2 / left
    return gain
  }
}
