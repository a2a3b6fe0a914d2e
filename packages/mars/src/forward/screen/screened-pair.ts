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
import type { KnotWindow } from '../knot-grid.ts'
import type { KeptProducts } from './kept-products.ts'

/** From fewer boundaries nothing is told of what lies between them. */
const fewestKnots = 3

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
  const { newForm, everyKnot } = question
  const alone = gainAlone(kept, newForm)
  let hinges = -1
  let bound = -1
  let seen = 0
  visitHinges(kept, question, alone, (_, gain, most) => {
    hinges = Math.max(hinges, gain)
    bound = Math.max(bound, most)
    seen += 1
  })
  if (everyKnot) bound = hinges
  else if (seen < fewestKnots) bound = Number.POSITIVE_INFINITY
  return { newForm, alone, hinges, bound: bound * (1 + rounding) }
}

/**
 * The window of values in which the best knot lies: between the neighbours of the boundaries near which a
 * knot can gain as much as the best of them. Null where there are too few to tell.
 */
export function windowOfBest(
  kept: KeptProducts,
  question: ScreenQuestion,
  boundaries: Float64Array,
): KnotWindow | null {
  const { hinges, alone } = screenPair(kept, question)
  const { knots } = kept
  const last = knots.length - 1
  let seen = 0
  let first = last
  let final = 0
  visitHinges(kept, question, alone, (k, _, most) => {
    seen += 1
    if (most * (1 + rounding) < hinges) return
    first = Math.min(first, k - 1)
    final = Math.max(final, k + 1)
  })
  if (seen < fewestKnots) return null
  return {
    low: final >= last ? Number.NEGATIVE_INFINITY : boundaries[knots[final]],
    high: first < 0 ? Number.POSITIVE_INFINITY : boundaries[knots[first]],
  }
}

/** The gain of the predictor itself; 0 where it adds nothing. */
function gainAlone({ left, along }: KeptProducts, newForm: boolean): number {
  if (!newForm) return 0
  const last = left.length - 1
  return along.reduce((sum, products) => sum + products[last] ** 2 / left[last], 0)
}

/**
 * Visits the hinges that add something: the place of the knot, the gain, and what knots between the
 * neighbours gain at most.
 */
function visitHinges(
  kept: KeptProducts,
  question: ScreenQuestion,
  alone: number,
  visit: (k: number, gain: number, most: number) => void,
): void {
  const last = kept.knots.length - 1
  let before = Number.NaN
  let gain = last > 0 ? hingeGain(kept, 0, question, alone) : Number.NaN
  for (let k = 0; k < last; k += 1) {
    const after = k + 1 < last ? hingeGain(kept, k + 1, question, alone) : Number.NaN
    if (!Number.isNaN(gain)) {
      const stepBefore = Number.isNaN(before) ? 0 : Math.abs(gain - before)
      const stepAfter = Number.isNaN(after) ? 0 : Math.abs(gain - after)
      visit(k, gain, gain + Math.max(stepBefore, stepAfter))
    }
    before = gain
    gain = after
  }
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
