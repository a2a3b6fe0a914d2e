// Columns against the hinges of a grid. For a column u the inner products with all hinges h(x −
// x_i) b come from one walk down the sorted rows, as a hinge grows by g for each row above it:
//
//   A ← A + (u_t − ū) b_t      C ← C + g A        ⇒   C = Σ_{rows above i} (u − ū) b (x − x_i)
//
// Friedman (1991), equation 52. O(n) a column in place of O(n) a column and knot. Every product
// with the model's columns and the responses passes here: this is the hot loop of a fit.
import type { KnotGrid } from './knot-grid.ts'

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
): void {
  const { ranks, count, parent, gap } = grid
  const { ortho: u, mean: uMean } = one
  const { ortho: v, mean: vMean } = two
  let uHeight = 0
  let vHeight = 0
  let uProduct = 0
  let vProduct = 0
  let i = grid.rows - 2
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
