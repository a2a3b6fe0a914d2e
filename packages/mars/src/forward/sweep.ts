// One column against the hinges of a grid. For a column u the inner products with all hinges
// h(x − x_i) b come from one walk down the sorted rows, as a hinge grows by g for each row above it:
//
//   A ← A + (u_t − ū) b_t      C ← C + g A        ⇒   C = Σ_{rows above i} (u − ū) b (x − x_i)
//
// Friedman (1991), equation 52. O(n) a column in place of O(n) a column and knot. Every product with the
// model's columns and the responses passes here: this is the hot loop of a fit.
import type { KnotGrid } from './knot-grid.ts'

/** Writes to products[k] the inner product of `column` − `centre` with the k-th hinge of the grid. */
export function sweep(
  grid: KnotGrid,
  order: Int32Array,
  column: Float64Array,
  centre: number,
  products: Float64Array,
): void {
  const { ranks, count, parent, gap } = grid
  let height = 0
  let product = 0
  let i = grid.rows - 2
  for (let k = 0; k < count; k += 1) {
    for (const knot = ranks[k]; i >= knot; i -= 1) {
      height += (column[order[i + 1]] - centre) * parent[i + 1]
      product += gap[i] * height
    }
    products[k] = product
  }
}
