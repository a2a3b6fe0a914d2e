// What kept products say of one parent and predictor. With S = T, V = Y of the predictor itself (z beside
// the columns there are) and for the hinge at knot k, if z adds something of its own,
//
//   T' = T_k − U_k²/S     Y' = Y_k − (V/S) U_k     gain = Σ_r V_r²/S + Σ_r Y'_r²/T'
//
// Where knots lie closer than boundaries, the greatest gain may be between two of them. The gain is smooth
// in the knot and its course between boundaries hardly more uneven than from one to the next, so that
// no knot near t_k is taken to gain more than
//
//   g_k + the greatest of |g_j − g_{j−1}| for j = k − 1 … k + 2
//
// which is at least eight times the rise of a parabola through the three next to it. Rounding is allowed for
// in any case.
import type { KnotWindow } from '../pair/knot-grid.ts'
import type { KeptProducts } from './kept-products.ts'

/** From fewer boundaries nothing is told of what lies between them. */
const fewestKnots = 3

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

/** A window of knots and what those outside it do not gain. */
export interface PromisingWindow extends KnotWindow {
  readonly least: number
  readonly newForm: boolean
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
  /** What rounding can do to a gain, as a share of it. */
  readonly rounding: number
}

/** Works out the gains. */
export function screenPair(kept: KeptProducts, question: ScreenQuestion): ScreenedPair {
  const { newForm, everyKnot, rounding } = question
  const { gains, alone } = gainsOf(kept, question)
  let hinges = -1
  let bound = -1
  let seen = 0
  for (let k = 0; k < gains.length; k += 1) {
    if (Number.isNaN(gains[k])) continue
    seen += 1
    if (gains[k] > hinges) hinges = gains[k]
    const most = mostNear(gains, k)
    if (most > bound) bound = most
  }
  if (everyKnot) bound = hinges
  else if (seen < fewestKnots) bound = Number.POSITIVE_INFINITY
  return { newForm, alone, hinges, bound: bound * (1 + rounding) }
}

/**
 * The window of values in which all knots lie that can gain as much as this: between the neighbours of the
 * boundaries near which one can. By default as much as what is left of the best boundary's gain one
 * boundary further. Null where there are too few boundaries to tell.
 */
export function promisingWindow(
  kept: KeptProducts,
  question: ScreenQuestion,
  boundaries: Float64Array,
  leastGain: number | null,
): PromisingWindow | null {
  const { gains, alone } = gainsOf(kept, question)
  let best = -1
  let seen = 0
  for (let k = 0; k < gains.length; k += 1) {
    if (Number.isNaN(gains[k])) continue
    seen += 1
    if (best < 0 || gains[k] > gains[best]) best = k
  }
  if (seen < fewestKnots) return null
  const least = leastGain ?? Math.max(alone, 2 * gains[best] - mostNear(gains, best))
  const canGain = (_: number, k: number): boolean =>
    mostNear(gains, k) * (1 + question.rounding) >= least
  const first = gains.findIndex(canGain) - 1
  const last = gains.findLastIndex(canGain) + 1
  const value = (k: number): number => boundaries[kept.knots[k]]
  return {
    least,
    newForm: question.newForm,
    low: last === gains.length ? Number.NEGATIVE_INFINITY : value(last),
    high: first < 0 ? Number.POSITIVE_INFINITY : value(first),
  }
}

/** What a knot near the k-th gains at most; NaN where the k-th is none. */
function mostNear(gains: Float64Array, k: number): number {
  let step = 0
  for (let at = Math.max(1, k - 1); at < Math.min(gains.length, k + 3); at += 1) {
    // A step to where there is no gain to compare with is NaN, and not above anything.
    const between = Math.abs(gains[at] - gains[at - 1])
    if (between > step) step = between
  }
  return gains[k] + step
}

/** The gain of z alone, and with the hinge at each knot: NaN where the hinge adds nothing or too much. */
function gainsOf(
  { knots, left, shared, along, variance }: KeptProducts,
  { newForm, leastShare, limit, rounding }: ScreenQuestion,
): { readonly gains: Float64Array; readonly alone: number } {
  const last = knots.length - 1
  const own = left[last]
  const gains = new Float64Array(last)
  let alone = 0
  for (const products of along) {
    const ownAlong = newForm ? products[last] / own : 0
    alone += ownAlong * ownAlong * own
    for (let k = 0; k < last; k += 1) {
      const product = products[k] - ownAlong * shared[k]
      gains[k] += product * product
    }
  }
  const factor = newForm ? 1 / own : 0
  const share = leastShare * (1 - rounding)
  const most = limit * (1 + rounding)
  for (let k = 0; k < last; k += 1) {
    const rest = left[k] - shared[k] * shared[k] * factor
    const gain = alone + gains[k] / rest
    gains[k] = rest > share * variance[k] && gain < most ? gain : Number.NaN
  }
  return { gains, alone }
}
