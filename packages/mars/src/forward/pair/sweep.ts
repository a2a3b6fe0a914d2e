// Columns against the hinges of a grid. For a column u the inner products with all hinges h(x −
// x_i) b come from one walk down the sorted rows, as a hinge grows by g for each row above it:
//
//   A ← A + (u_t − ū) b_t      C ← C + g A        ⇒   C = Σ_{rows above i} (u − ū) b (x − x_i)
//
// Friedman (1991), equation 52. O(n) a column in place of O(n) a column and knot. Where no knot lies above
// a value t, the walk starts there with A and C as inner products, which need no order:
//
//   A = Σ_{x > t} (u − ū) b       C = Σ_{x > t} (u − ū) b (x − t)
import { productsInBlocks } from '../../linear-algebra/products-in-blocks.ts'
import type { KnotGrid } from './knot-grid.ts'

/** A column u and its mean ū. */
export interface SweptColumn {
  readonly ortho: Float64Array
  readonly mean: number
}

/** A and C of a column where the walk starts. */
interface StartSums {
  readonly height: number
  readonly product: number
}

/** At the very top nothing has been added. */
const atTop: StartSums = { height: 0, product: 0 }

/** A and C of columns, in their order, where the walk down a grid starts. */
export function startsOf(
  { highest, rows, above }: KnotGrid,
  columns: readonly SweptColumn[],
): readonly StartSums[] {
  if (above === null || highest === rows - 1) return columns.map(() => atTop)
  const [heights, products] = productsInBlocks(
    [above.parent, above.hinge],
    columns.map(({ ortho }) => ortho),
  )
  return columns.map(({ mean }, t) => ({
    height: heights[t] - mean * above.parentSum,
    product: products[t] - mean * above.hingeSum,
  }))
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
  starts: readonly [StartSums, StartSums] = [atTop, atTop],
): void {
  const { ranks, count, parent, gap } = grid
  const { ortho: u, mean: uMean } = one
  const { ortho: v, mean: vMean } = two
  let [{ height: uHeight, product: uProduct }, { height: vHeight, product: vProduct }] = starts
  let i = grid.highest - 1
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
