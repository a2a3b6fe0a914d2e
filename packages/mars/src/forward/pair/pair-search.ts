// The best way to use one predictor under one parent. With c the linear candidate's column (see
// linear-candidate.ts), and for the hinge at knot k, from one sweep a column:
//
//   C_q = h_kᵀq for q₁ … q_m and c,   Y_r = h_kᵀy_r,   V = h_kᵀh_k centred
//   T2 = V − Σ_q C_q²     T1_r = Y_r − Σ_q (y_rᵀq) C_q     gain = L + Σ_r T1_r²/T2
//
// A hinge of which too small a share T2/V is left beside the columns adds nothing.
import type { Rules } from '../../rules/rules.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import { emptyKnotGrid, fillKnotGrid } from './knot-grid.ts'
import {
  emptyLinearCandidate,
  emptyOut,
  fillLinearCandidate,
  type LinearCandidate,
} from './linear-candidate.ts'
import { itself, itselfOrHinges, type PairSearch } from './pair-answer.ts'
import { emptyRowsAbove } from './rows-above.ts'
import { type SweptColumn, startsOf, sweepTwo } from './sweep.ts'

/** Makes the search over one parent and predictor, which owns its buffers. */
export function createPairSearch(problem: ForwardProblem, rules: Rules): PairSearch {
  const { rows, targets } = problem
  const grid = emptyKnotGrid(rows, emptyRowsAbove(problem))
  const linear = emptyLinearCandidate(problem)
  const explained = new Float64Array(rows)
  const products = new Float64Array(rows)
  const spare = new Float64Array(rows)
  const responses = targets.map((y) => ({ ortho: y, mean: 0 }))
  const direct = targets.map(() => new Float64Array(rows))
  const shared = targets.map(() => new Float64Array(rows))

  return (state, question) => {
    const isNew = question.within?.newForm
    if (isNew === false) emptyOut(linear)
    else fillLinearCandidate(linear, problem, state, rules, question, isNew)
    const { newForm } = linear
    const alone = itself(question.handicap * linear.gain, newForm, question)
    if (!question.knots) return alone

    const { column, parent, spans, within } = question
    const columns = {
      parent: parent.raw,
      predictor: problem.design[column],
      order: problem.orderOf(column),
      eligible: question.eligible,
      constant: problem.constant,
    }
    fillKnotGrid(grid, columns, (scan, ranks) => rules.knotRanks(scan, spans, ranks), within)
    sweepAll(state, columns.order)

    const leastShare = leastShareOf(state, rules, newForm)
    const limit = rules.gainLimit(state.rss, state.previousGain)
    let { gain } = alone
    let knot: number | null = null
    for (let k = 0; k < grid.count; k += 1) {
      const total = question.handicap * gainAt(k, leastShare, limit)
      const allowed = rules.overLimit === 'zeroed' || total < limit
      if (rules.isBetter(total, gain) && allowed) {
        gain = total
        knot = grid.x[grid.ranks[k]]
      }
    }
    return itselfOrHinges(alone, { gain, knot }, rules, question)
  }

  /** Adds up, for every knot, what the columns explain of its hinge and of the products with y. */
  function sweepAll(state: ForwardState, order: Int32Array): void {
    explained.fill(0, 0, grid.count)
    for (const sums of shared) sums.fill(0, 0, grid.count)
    // The intercept less its mean is nothing.
    const terms: (LiveTerm | LinearCandidate)[] = state.live.slice(1)
    if (linear.newForm) terms.push(linear)
    const swept: readonly SweptColumn[] = [...terms, ...responses]
    const starts = startsOf(grid, swept)
    for (let t = 0; t < swept.length; t += 2) {
      const next = Math.min(t + 1, swept.length - 1)
      sweepTwo(grid, order, swept[t], swept[next], products, spare, [starts[t], starts[next]])
      collect(t, terms, products)
      collect(t + 1, terms, spare)
    }
  }

  /** Takes the products of the t-th swept column: a term's, or one of the responses that follow. */
  function collect(
    t: number,
    terms: readonly (LiveTerm | LinearCandidate)[],
    found: Float64Array,
  ): void {
    const { count } = grid
    if (t >= terms.length) {
      direct[t - terms.length]?.set(found.subarray(0, count))
      return
    }
    for (let k = 0; k < count; k += 1) explained[k] += found[k] * found[k]
    for (let r = 0; r < shared.length; r += 1) {
      const sums = shared[r]
      const along = terms[t].along[r]
      for (let k = 0; k < count; k += 1) sums[k] += along * found[k]
    }
  }

  /** The gain of the linear candidate and the hinge at the k-th knot together. */
  function gainAt(k: number, leastShare: number, limit: number): number {
    const variance = grid.variance[grid.ranks[k]]
    const left = variance - explained[k]
    let total = linear.gain
    if (!(left / variance > leastShare)) return total
    for (let r = 0; r < targets.length; r += 1) {
      const along = direct[r][k] - shared[r][k]
      total += (along * along) / left
      if (rules.overLimit === 'zeroed' && total > limit) total = 0
    }
    return total
  }
}

/** The share of its sum of squares that a hinge must keep beside the columns there are. */
export function leastShareOf(state: ForwardState, rules: Rules, newForm: boolean): number {
  const columns = state.looksAgain ? rules.looksAgainBelow : state.slots.length
  return rules.leastHingeShare(columns + (newForm ? 1 : 0))
}
