// The best way to use one predictor under one parent where rows have weights. Every column holds
// the roots of the weights (the intercept is √w, products inherit it), so that plain least squares on
// columns is weighted least squares. With Q an orthonormal basis of the live terms and r_y what Q
// leaves of a response; c the linear candidate and h the hinge at knot k, each less what the columns
// before it explain:
//
//   c = √w b x_v      h = √w b max(0, x_v − x_k)      gain = Σ_r (r_yᵀc)²/cᵀc + Σ_r (r_yᵀh)²/hᵀh
//
// which is what a fit on all columns gives, in O(n m) a knot. Source of the decisions: behaviour of
// earth.
import { dot, sumOfSquares } from '../../linear-algebra/sums.ts'
import type { Rules } from '../../rules/rules.ts'
import type { ForwardProblem } from '../forward-state.ts'
import { emptyKnotGrid, fillKnotGrid } from './knot-grid.ts'
import { isKnownForm } from './linear-candidate.ts'
import type { PairSearch } from './pair-answer.ts'

/** A column depends on others where less than this share of its length is left beside them. */
const dependent = 1e-8

/** Makes the weighted search over one parent and predictor, which owns its basis and buffers. */
export function createWeightedPairSearch(problem: ForwardProblem, rules: Rules): PairSearch {
  const { rows } = problem
  // By so much a knot must lower the RSS below the best of the step.
  const leastAdvantage = rules.negligibleRss(problem.rssNull)
  const grid = emptyKnotGrid(rows)
  const linear = new Float64Array(rows)
  const hinge = new Float64Array(rows)
  // Flat hinges count as knots here.
  const ones = new Float64Array(rows).fill(1)
  const basis: Float64Array[] = []
  const left = problem.targets.map((y) => Float64Array.from(y))
  let terms = 0
  let shadows = 0

  return (state, question) => {
    for (; terms < state.live.length; terms += 1) take(state.live[terms].raw)
    for (; shadows < state.shadows.length; shadows += 1) take(state.shadows[shadows])
    const { parent, column, handicap, toBeat } = question
    const x = problem.design[column]
    const newForm = !isKnownForm(state, rules, parent, column)
    const beside = [...basis]
    let linearGain = 0
    if (newForm) {
      for (let i = 0; i < rows; i += 1) linear[i] = x[i] * parent.raw[i]
      if (separate(linear, basis)) {
        linearGain = explainedBy(linear)
        beside.push(linear)
      }
    }
    // The RSS that was carried along may be below that of the terms that came in.
    const before = state.rss - rssOf(left)
    let gain = handicap * (before + linearGain)
    let knot: number | null = null
    let rating = gain
    if (!question.knots) return { gain, knot, newForm, worth: gain, rating: gain }

    fillKnotGrid(
      grid,
      {
        parent: parent.raw,
        predictor: x,
        order: problem.orderOf(column),
        eligible: question.eligible,
        constant: problem.constant,
      },
      (scan, ranks) => rules.knotRanks({ ...scan, variance: ones }, question.spans, ranks),
    )
    for (let k = 0; k < grid.count; k += 1) {
      const cut = grid.x[grid.ranks[k]]
      for (let i = 0; i < rows; i += 1) hinge[i] = x[i] > cut ? parent.raw[i] * (x[i] - cut) : 0
      const more = separate(hinge, beside) ? explainedBy(hinge) : 0
      const total = handicap * (before + linearGain + more)
      rating = Math.max(rating, total)
      if (total > Math.max(gain, toBeat) + leastAdvantage) {
        gain = total
        knot = cut
      }
    }
    return { gain, knot, newForm, worth: gain, rating }
  }

  /** Adds a column to the basis and takes what it explains out of the responses. */
  function take(raw: Float64Array): void {
    const column = Float64Array.from(raw)
    if (!separate(column, basis)) return
    basis.push(column)
    for (const y of left) subtract(y, dot(y, column), column)
  }

  /** What a column of length 1 beside the basis takes off the RSS. */
  function explainedBy(column: Float64Array): number {
    return left.reduce((sum, y) => sum + dot(y, column) ** 2, 0)
  }
}

/** The sum of squares over all responses. */
function rssOf(responses: readonly Float64Array[]): number {
  return responses.reduce((sum, y) => sum + sumOfSquares(y), 0)
}

/**
 * Takes out of a column, in place, what the basis explains, and gives it the length 1; false if
 * nothing is left. Twice is enough (Parlett, The Symmetric Eigenvalue Problem, 6.9).
 */
function separate(column: Float64Array, basis: readonly Float64Array[]): boolean {
  const whole = sumOfSquares(column)
  for (const q of basis) subtract(column, dot(column, q), q)
  if (!(sumOfSquares(column) > dependent * dependent * whole)) return false
  for (const q of basis) subtract(column, dot(column, q), q)
  const length = Math.sqrt(sumOfSquares(column))
  for (let i = 0; i < column.length; i += 1) column[i] /= length
  return length > 0
}

/** column ← column − amount·q. */
function subtract(column: Float64Array, amount: number, q: Float64Array): void {
  for (let i = 0; i < column.length; i += 1) column[i] -= amount * q[i]
}
