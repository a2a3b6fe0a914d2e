// The gains of one parent and predictor at all knots by kept products, and what is greatest among them;
// screened-pair.ts has the formulae. The kernel has the same loops (assembly/kept-products.ts).
import { kernelOf } from '../../kernel/kernel.ts'
import type { WorkMemory } from '../../kernel/memory.ts'
import type { KeptProducts } from './kept-products.ts'

/** When a hinge counts. */
export interface GainLimits {
  /** Whether the predictor itself adds something to the columns there are. */
  readonly newForm: boolean
  /** The share of its sum of squares that a hinge must keep. */
  readonly leastShare: number
  /** Gains from here on are too good to be true. */
  readonly limit: number
  /** What rounding can do to a gain, as a share of it. */
  readonly rounding: number
}

/** Room to work gains out in, used again and again. */
export interface GainsRoom {
  readonly gains: Float64Array
  readonly steps: Float64Array
}

/** Room for so many gains. */
export function emptyGainsRoom(most: number, memory: WorkMemory): GainsRoom {
  return { gains: memory.float64(most + 1), steps: memory.float64(most + 4) }
}

/** The bytes that it takes. */
export function bytesOfGainsRoom(most: number): number {
  return 8 * (2 * most + 5)
}

/** The gain of z alone, and with the hinge at each knot: NaN where the hinge adds nothing or too much. */
export function gainsOf(
  { knots, left, shared, along, variance }: KeptProducts,
  { newForm, leastShare, limit, rounding }: GainLimits,
  room: GainsRoom,
): { readonly gains: Float64Array; readonly alone: number } {
  const last = knots.length - 1
  const own = left[last]
  const gains = room.gains.subarray(0, last).fill(0)
  let alone = 0
  for (const products of along) {
    const ownAlong = newForm ? products[last] / own : 0
    alone += ownAlong * ownAlong * own
    addAlong(gains, products, shared, ownAlong)
  }
  const factor = newForm ? 1 / own : 0
  const share = leastShare * (1 - rounding)
  const most = limit * (1 + rounding)
  divideGains(gains, { left, shared, variance }, { alone, factor, share, most })
  return { gains, alone }
}

/** Of gains, of which NaN are none. */
export interface GainsSummary {
  /** How many there are. */
  readonly seen: number
  /** The greatest; −1 of none. */
  readonly greatest: number
  /** The greatest of what knots near each gain at most; −1 of none. */
  readonly bound: number
}

/** What is greatest among gains. */
export function summarise(gains: Float64Array, { steps }: GainsRoom): GainsSummary {
  const kernel = kernelOf(gains, [steps])
  if (kernel !== null) {
    const { loops, scratch } = kernel
    loops.summariseGains(gains.byteOffset, steps.byteOffset, gains.length, scratch.byteOffset)
    const [seen, greatest, bound] = scratch
    return { seen, greatest, bound }
  }
  let seen = 0
  let greatest = -1
  let bound = -1
  for (let k = 0; k < gains.length; k += 1) {
    if (Number.isNaN(gains[k])) continue
    seen += 1
    if (gains[k] > greatest) greatest = gains[k]
    const most = mostNear(gains, k)
    if (most > bound) bound = most
  }
  return { seen, greatest, bound }
}

/** What a knot near the k-th gains at most; NaN where the k-th is none. */
export function mostNear(gains: Float64Array, k: number): number {
  let step = 0
  for (let at = Math.max(1, k - 1); at < Math.min(gains.length, k + 3); at += 1) {
    // A step to where there is no gain to compare with is NaN, and not above anything.
    const between = Math.abs(gains[at] - gains[at - 1])
    if (between > step) step = between
  }
  return gains[k] + step
}

/** Adds to each gain the square of what is left of a response's product beside z. */
function addAlong(
  gains: Float64Array,
  along: Float64Array,
  shared: Float64Array,
  factor: number,
): void {
  const kernel = kernelOf(gains, [along, shared])
  if (kernel !== null) {
    kernel.loops.addAlong(
      gains.byteOffset,
      along.byteOffset,
      shared.byteOffset,
      factor,
      gains.length,
    )
    return
  }
  for (let k = 0; k < gains.length; k += 1) {
    const product = along[k] - factor * shared[k]
    gains[k] += product * product
  }
}

/** Divides by what is left of each hinge, and adds what z gains alone. */
function divideGains(
  gains: Float64Array,
  { left, shared, variance }: Pick<KeptProducts, 'left' | 'shared' | 'variance'>,
  {
    alone,
    factor,
    share,
    most,
  }: {
    readonly alone: number
    readonly factor: number
    readonly share: number
    readonly most: number
  },
): void {
  const kernel = kernelOf(gains, [left, shared, variance])
  if (kernel !== null) {
    kernel.loops.divideGains(
      gains.byteOffset,
      left.byteOffset,
      shared.byteOffset,
      variance.byteOffset,
      alone,
      factor,
      share,
      most,
      gains.length,
    )
    return
  }
  for (let k = 0; k < gains.length; k += 1) {
    const rest = left[k] - shared[k] * shared[k] * factor
    const gain = alone + gains[k] / rest
    gains[k] = rest > share * variance[k] && gain < most ? gain : Number.NaN
  }
}
