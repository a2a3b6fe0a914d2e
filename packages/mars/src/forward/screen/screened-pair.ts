// What kept products say of one parent and predictor. With S = T, V = Y of the predictor itself (z beside
// the columns there are) and for the hinge at knot k, if z adds something of its own,
//
//   T' = T_k − U_k²/S     Y' = Y_k − (V/S) U_k     gain = Σ_r V_r²/S + Σ_r Y'_r²/T'
//
// Where knots lie closer than boundaries, the greatest gain may be between two of them. The gain is smooth
// in the knot and its course between boundaries hardly more uneven than from one to the next, so that
// no knot near t_k is taken to gain more than
//
//   g_k + max(|g_k − g_{k−1}|, |g_k − g_{k+1}|)
//
// which is eight times the rise of a parabola through the three. Rounding is allowed for in any case.
import type { KeptProducts } from './kept-products.ts'

/** What rounding can do to a gain, as a share of it. */
const rounding = 1e-8

/** The gains of one parent and predictor by kept products. */
export interface ScreenedPair {
  readonly newForm: boolean
  /** Of the predictor itself; 0 where it adds nothing. */
  readonly alone: number
  /** The greatest of hinges at boundaries; −1 where there is no knot. */
  readonly hinges: number
  /** What hinges at any knot gain at most; −1 where there is no knot. */
  readonly bound: number
}

/** What is looked at. */
export interface ScreenQuestion {
  /** Whether the predictor itself adds something to the columns there are. */
  readonly newForm: boolean
  /** The share of its sum of squares that a hinge must keep. */
  readonly leastShare: number
  /** Gains from here on are too good to be true. */
  readonly limit: number
  /** Whether every knot is a boundary. */
  readonly everyKnot: boolean
}

/** Works out the gains. */
export function screenPair(kept: KeptProducts, question: ScreenQuestion): ScreenedPair {
  const { left, along } = kept
  const { newForm, everyKnot } = question
  const last = left.length - 1
  const own = left[last]
  let alone = 0
  if (newForm) for (const sums of along) alone += sums[last] ** 2 / own
  if (last === 0) return { newForm, alone, hinges: -1, bound: everyKnot ? -1 : Number.POSITIVE_INFINITY }

  let hinges = -1
  let bound = -1
  let before = Number.NaN
  let seen = 0
  for (let k = 0; k < last; k += 1) {
    const gain = hingeGain(kept, k, question, alone)
    if (Number.isNaN(gain)) {
      before = gain
      continue
    }
    seen += 1
    if (gain > hinges) hinges = gain
    const step = Math.abs(gain - before)
    // Both neighbours: this one's step counts for the knot before it as well.
    if (step > 0) bound = Math.max(bound, Math.max(gain, before) + step)
    before = gain
  }
  const tolerance = 1 + rounding
  if (everyKnot) return { newForm, alone, hinges, bound: hinges * tolerance }
  return { newForm, alone, hinges, bound: seen < 3 ? Number.POSITIVE_INFINITY : bound * tolerance }
}

/** The gain of z and the hinge at the k-th knot; NaN where the hinge adds nothing or too much. */
function hingeGain(
  { left, shared, along, variance }: KeptProducts,
  k: number,
  { newForm, leastShare, limit }: ScreenQuestion,
  alone: number,
): number {
  const last = left.length - 1
  const factor = newForm ? shared[k] / left[last] : 0
  const rest = left[k] - factor * shared[k]
  if (!(rest > leastShare * (1 - rounding) * variance[k])) return Number.NaN
  let gain = alone
  for (let r = 0; r < along.length; r += 1) {
    const product = along[r][k] - factor * along[r][last]
    gain += (product * product) / rest
  }
  return gain < limit * (1 + rounding) ? gain : Number.NaN
}
