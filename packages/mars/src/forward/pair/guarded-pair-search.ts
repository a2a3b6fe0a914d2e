// The best way to use a predictor under a guarded parent G (see guarded-parent.ts). pair-search.ts
// scores the predictor's column and one hinge, which stand for both hinges of a pair only because its
// parent is among the terms. G need not be, and then x G is another thing than
//
//   l_k = (x − k) G = max(0, x − k) G − max(0, k − x) G
//
// so that the gain of the knot k is that of pair-search.ts with l_k in the place of c:
//
//   gain = Σ_r (y_rᵀl)² + Σ_r T1_r²/T2      l = l_k beside the terms, of length 1
import { dot } from '../../linear-algebra/sums.ts'
import type { Rules } from '../../rules/rules.ts'
import type { ForwardProblem, ForwardState } from '../forward-state.ts'
import { type GuardedPlane, guardedPlane } from './guarded-plane.ts'
import { emptyKnotGrid, fillKnotGrid, type KnotGrid } from './knot-grid.ts'
import { emptyLinearCandidate, fillLinearCandidate } from './linear-candidate.ts'
import { itself, itselfOrHinges, type PairQuestion, type PairSearch } from './pair-answer.ts'
import { leastShareOf } from './pair-search.ts'
import { sweepTwo } from './sweep.ts'

/** Makes the search; where nothing but a single hinge can be added, it leaves it to `searchPair`. */
export function createGuardedPairSearch(
  problem: ForwardProblem,
  rules: Rules,
  searchPair: PairSearch,
): PairSearch {
  const grid = emptyKnotGrid(problem.rows)
  const linear = emptyLinearCandidate(problem)

  return (state, question) => {
    const { parent, column, handicap } = question
    const plane = guardedPlane(problem, state, parent.raw, column)
    if (plane.isSpanned && rules.isCollinear(plane.slope)) return searchPair(state, question)
    const alone = itself(handicap * linearGain(state, question), true, question)
    if (!question.knots) return alone

    const { design } = problem
    const order = problem.orderOf(column)
    fillKnotGrid(
      grid,
      {
        parent: parent.raw,
        predictor: design[column],
        order,
        eligible: question.eligible,
        constant: problem.constant,
      },
      (scan, ranks) => rules.knotRanks(scan, question.spans, ranks),
    )
    const products = productsWith(problem, state, grid, order, plane)
    const leastShare = leastShareOf(state, rules, true)
    const limit = rules.gainLimit(state.rss, state.previousGain)
    let { gain } = alone
    let knot: number | null = null
    for (let k = 0; k < grid.count; k += 1) {
      const { alongW, alongU, squares } = plane.linearPart(grid.x[grid.ranks[k]])
      if (rules.isCollinear(squares)) continue
      const length = Math.sqrt(squares.rest)
      const across = (alongW * products.w[k] + alongU * products.u[k]) / length
      const variance = grid.variance[grid.ranks[k]]
      const left = variance - products.explained[k] - across * across
      if (!(left / variance > leastShare)) continue
      let total = 0
      for (const { w, u, hinges } of products.responses) {
        const along = (alongW * w + alongU * u) / length
        const rest = hinges[k] - along * across
        total += along * along + (rest * rest) / left
      }
      if (rules.isBetter(handicap * total, gain) && handicap * total < limit) {
        gain = handicap * total
        knot = grid.x[grid.ranks[k]]
      }
    }
    return itselfOrHinges(alone, { gain, knot }, rules, question)
  }

  /** The gain of x G, which is the term that would be added. */
  function linearGain(state: ForwardState, question: PairQuestion): number {
    fillLinearCandidate(linear, problem, state, rules, question)
    return linear.gain
  }
}

/** The products of the hinges, one a knot, and of the responses. */
interface Products {
  /** With w and with u. */
  readonly w: Float64Array
  readonly u: Float64Array
  /** Σ_q C_q² over the terms there are. */
  readonly explained: Float64Array
  /** For each response: with w, with u, and with the hinges beside the terms. */
  readonly responses: readonly {
    readonly w: number
    readonly u: number
    readonly hinges: Float64Array
  }[]
}

/** Sweeps the terms, the plane and the responses. */
function productsWith(
  { targets }: ForwardProblem,
  { live }: ForwardState,
  grid: KnotGrid,
  order: Int32Array,
  { w, u }: GuardedPlane,
): Products {
  const spare = new Float64Array(grid.count)
  const swept = (ortho: Float64Array, columnMean = 0): Float64Array => {
    const products = new Float64Array(grid.count)
    const column = { ortho, mean: columnMean }
    sweepTwo(grid, order, column, column, products, spare)
    return products
  }
  const explained = new Float64Array(grid.count)
  const hinges = targets.map((y) => swept(y))
  // The intercept less its mean is nothing.
  for (const { ortho, mean, along } of live.slice(1)) {
    const products = swept(ortho, mean)
    for (let k = 0; k < grid.count; k += 1) explained[k] += products[k] * products[k]
    for (const [r, each] of hinges.entries()) {
      for (let k = 0; k < grid.count; k += 1) each[k] -= along[r] * products[k]
    }
  }
  const responses = targets.map((y, r) => ({ w: dot(y, w), u: dot(y, u), hinges: hinges[r] }))
  return { w: swept(w), u: swept(u), explained, responses }
}
