// Columns against the hinges of a grid. For a column u the inner products with all hinges h(x −
// x_i) b come from one walk down the sorted rows, as a hinge grows by g for each row above it:
//
//   A ← A + (u_t − ū) b_t      C ← C + g A        ⇒   C = Σ_{rows above i} (u − ū) b (x − x_i)
//
// Friedman (1991), equation 52. O(n) a column in place of O(n) a column and knot. Where no knot lies above
// the rank `top`, the walk starts there with A and C as inner products, which need no order:
//
//   A = Σ_{x > x_top} (u − ū) b       C = Σ_{x > x_top} (u − ū) b (x − x_top)
import type { KnotGrid } from './knot-grid.ts'

/** The factors of u − ū in A and C where a walk starts, for the rows where they are not 0, and their sums. */
export interface SweepStart {
  /** The first `count` are the rows, in storage order. */
  readonly rows: Int32Array
  readonly parent: Float64Array
  readonly hinge: Float64Array
  count: number
  parentSum: number
  hingeSum: number
}

/** Room for the start of a walk over so many rows. */
export function emptySweepStart(rows: number): SweepStart {
  return {
    rows: new Int32Array(rows),
    parent: new Float64Array(rows),
    hinge: new Float64Array(rows),
    count: 0,
    parentSum: 0,
    hingeSum: 0,
  }
}

/** Fills in where the walk down a grid starts; false where that is at the very top. */
export function fillSweepStart(
  start: SweepStart,
  grid: KnotGrid,
  predictor: Float64Array,
  parent: Float64Array,
): boolean {
  if (grid.top === grid.rows - 1) return false
  const from = grid.x[grid.top]
  let count = 0
  let parentSum = 0
  let hingeSum = 0
  for (let i = 0; i < predictor.length; i += 1) {
    const distance = predictor[i] - from
    const value = parent[i]
    if (!(distance > 0) || value === 0) continue
    const hinge = value * distance
    start.rows[count] = i
    start.parent[count] = value
    start.hinge[count] = hinge
    parentSum += value
    hingeSum += hinge
    count += 1
  }
  Object.assign(start, { count, parentSum, hingeSum })
  return true
}

/** A column u and its mean ū. */
export interface SweptColumn {
  readonly ortho: Float64Array
  readonly mean: number
}

/**
 * The products of two columns with the hinges of the grid, products[k] with the k-th. Each sum
 * waits for its own last addition, so that a second column takes hardly more time than the first.
 */
export function sweepTwo(
  grid: KnotGrid,
  order: Int32Array,
  one: SweptColumn,
  two: SweptColumn,
  oneProducts: Float64Array,
  twoProducts: Float64Array,
  start: SweepStart | null = null,
): void {
  const { ranks, count, parent, gap } = grid
  const { ortho: u, mean: uMean } = one
  const { ortho: v, mean: vMean } = two
  const at = start === null ? atTop : sumsAt(start, u, v)
  let uHeight = at.uHeight - uMean * (start?.parentSum ?? 0)
  let uProduct = at.uProduct - uMean * (start?.hingeSum ?? 0)
  let vHeight = at.vHeight - vMean * (start?.parentSum ?? 0)
  let vProduct = at.vProduct - vMean * (start?.hingeSum ?? 0)
  let i = grid.top - 1
  for (let k = 0; k < count; k += 1) {
    for (const knot = ranks[k]; i >= knot; i -= 1) {
      const row = order[i + 1]
      const b = parent[i + 1]
      const g = gap[i]
      uHeight += (u[row] - uMean) * b
      vHeight += (v[row] - vMean) * b
      uProduct += g * uHeight
      vProduct += g * vHeight
    }
    oneProducts[k] = uProduct
    twoProducts[k] = vProduct
  }
}

/** A and C of two columns u and v, not centred. */
interface StartSums {
  readonly uHeight: number
  readonly uProduct: number
  readonly vHeight: number
  readonly vProduct: number
}

/** At the very top nothing has been added. */
const atTop: StartSums = { uHeight: 0, uProduct: 0, vHeight: 0, vProduct: 0 }

/** The sums of two columns where the walk starts. */
function sumsAt(
  { rows, parent, hinge, count }: SweepStart,
  u: Float64Array,
  v: Float64Array,
): StartSums {
  let uHeight = 0
  let uProduct = 0
  let vHeight = 0
  let vProduct = 0
  for (let i = 0; i < count; i += 1) {
    const row = rows[i]
    uHeight += u[row] * parent[i]
    uProduct += u[row] * hinge[i]
    vHeight += v[row] * parent[i]
    vProduct += v[row] * hinge[i]
  }
  return { uHeight, uProduct, vHeight, vProduct }
}
