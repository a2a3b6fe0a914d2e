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
import { type GainLimits, type GainsRoom, gainsOf, mostNear, summarise } from './pair-gains.ts'

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
export interface ScreenQuestion extends GainLimits {
  /** Whether every knot is a boundary. */
  readonly everyKnot: boolean
}

/** Works out the gains. */
export function screenPair(
  kept: KeptProducts,
  question: ScreenQuestion,
  room: GainsRoom,
): ScreenedPair {
  const { newForm, everyKnot, rounding } = question
  const { gains, alone } = gainsOf(kept, question, room)
  const { seen, greatest, bound } = summarise(gains, room)
  let most = bound
  if (everyKnot) most = greatest
  else if (seen < fewestKnots) most = Number.POSITIVE_INFINITY
  return { newForm, alone, hinges: greatest, bound: most * (1 + rounding) }
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
  room: GainsRoom,
): PromisingWindow | null {
  const { gains, alone } = gainsOf(kept, question, room)
  const { seen, greatest } = summarise(gains, room)
  if (seen < fewestKnots) return null
  const best = gains.indexOf(greatest)
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
