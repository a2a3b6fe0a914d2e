// What a guarded parent G = b (1 − x_g) and x G add to the terms there are, as two directions. With
// m the mean of x weighted by G², so that G and (x − m) G are orthogonal as they stand:
//
//   beside the terms      G = γ w      (x − m) G = β w + ζ u      w, u orthonormal
//
// The linear part of a pair at knot k lies in their plane:
//
//   l_k = (x − k) G = (β − (k − m) γ) w + ζ u beside the terms
import { orthogonalise } from '../../linear-algebra/orthogonalise.ts'
import { centredSumOfSquares, divide, dot, sumOfSquares } from '../../linear-algebra/sums.ts'
import type { CandidateSquares } from '../../rules/rules.ts'
import type { ForwardProblem, ForwardState } from '../forward-state.ts'

/** What is left of a column that others span, as a share of its sum of squares, is at most this. */
const rounding = 1e-12

/** Two orthonormal directions beside the terms; w is 0 where the terms span G. */
export interface GuardedPlane {
  readonly w: Float64Array
  readonly u: Float64Array
  readonly isSpanned: boolean
  /** The sums of squares of (x − m) G. */
  readonly slope: CandidateSquares
  /** l_k along w and u, and its sums of squares. */
  linearPart(knot: number): {
    readonly alongW: number
    readonly alongU: number
    readonly squares: CandidateSquares
  }
}

/** The plane of a guarded parent, by its column, and a predictor. */
export function guardedPlane(
  problem: ForwardProblem,
  state: ForwardState,
  guarded: Float64Array,
  column: number,
): GuardedPlane {
  const x = problem.design[column]
  const basis = state.live.map(({ ortho }) => ortho)
  const raw = sumOfSquares(guarded)
  const middle = guarded.reduce((sum, value, i) => sum + (value * value * x[i]) / raw, 0)
  const slope = guarded.map((value, i) => value * (x[i] - middle))
  const slopeRaw = sumOfSquares(slope)
  const [levelSum, slopeSum] = [total(guarded), total(slope)]

  const w = Float64Array.from(guarded)
  orthogonalise(w, basis)
  const rest = sumOfSquares(w)
  const isSpanned = rest <= rounding * raw
  const gamma = isSpanned ? 0 : Math.sqrt(rest)
  if (isSpanned) w.fill(0)
  else divide(w, gamma)
  const u = Float64Array.from(slope)
  orthogonalise(u, basis)
  const beta = dot(u, w)
  for (let i = 0; i < u.length; i += 1) u[i] -= beta * w[i]
  const zeta = Math.sqrt(sumOfSquares(u))
  if (zeta > 0) divide(u, zeta)

  return {
    w,
    u,
    isSpanned,
    slope: {
      raw: slopeRaw,
      centred: centredSumOfSquares(slope),
      rest: beta * beta + zeta * zeta,
    },
    linearPart(knot) {
      const distance = knot - middle
      const alongW = beta - distance * gamma
      const squares = slopeRaw + distance * distance * raw
      const sum = slopeSum - distance * levelSum
      return {
        alongW,
        alongU: zeta,
        squares: {
          raw: squares,
          centred: squares - (sum * sum) / problem.rows,
          rest: alongW * alongW + zeta * zeta,
        },
      }
    },
  }
}

/** The sum of a column. */
function total(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0)
}
