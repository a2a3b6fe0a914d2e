// What is kept of a parent b and a predictor x from step to step. The hinges h_k = h(x − t_k) b at the
// knots never change, and each step brings a new orthonormal column q. So for every knot
//
//   T_k = h_kᵀh_k     Y_rk = h_kᵀy_r     U_k = h_kᵀz        z = h_0 = (x − t_0) b, the least boundary's
//
// are what is left beside the columns there are, and a new column takes out of them, with C_k = h_kᵀq,
//
//   T_k ← T_k − C_k²     Y_rk ← Y_rk − (y_rᵀq) C_k     U_k ← U_k − (zᵀq) C_k        zᵀq = C_0
//
// That is Gram-Schmidt on all hinges at once in O(1) a knot and column. z, the predictor itself, is the
// hinge that stands last. A forward pass of M columns takes O(M) passes over the rows for each parent
// and predictor, where doing it anew at every step takes O(M²). The kernel has the same loops (assembly/kept-products.ts).
import { bytesOfArray, kernelOf } from '../../kernel/kernel.ts'
import type { WorkMemory } from '../../kernel/memory.ts'

/** What is left of the hinges of one parent and predictor beside the columns taken out so far. */
export interface KeptProducts {
  /** The boundaries that are knots, from the top down; behind them boundary 0, the predictor itself. */
  readonly knots: Uint32Array
  /** zᵀz. */
  readonly raw: number
  /** Sums of squares beside the intercept. */
  readonly variance: Float64Array
  /** T: sums of squares beside all columns. */
  readonly left: Float64Array
  /** U: products with z. */
  readonly shared: Float64Array
  /** Y: products with each response. */
  readonly along: readonly Float64Array[]
}

/** The memory that kept products take, in bytes. */
export function bytesOfKept(knots: number, responses: number): number {
  return bytesOfArray(4 * knots) + (3 + responses) * bytesOfArray(8 * knots)
}

/**
 * Kept products before any column is taken out; `squares` and `shared` as the boundaries have them.
 */
export function emptyKeptProducts(
  chosen: Int32Array,
  { squares, shared }: { readonly squares: Float64Array; readonly shared: Float64Array },
  responses: number,
  memory: WorkMemory,
): KeptProducts {
  const knots = memory.uint32(chosen.length)
  knots.set(chosen)
  const at = (values: Float64Array): Float64Array => {
    const picked = memory.float64(knots.length)
    for (let i = 0; i < knots.length; i += 1) picked[i] = values[knots[i]]
    return picked
  }
  return {
    knots,
    raw: squares[0],
    variance: at(squares),
    left: at(squares),
    shared: at(shared),
    along: Array.from({ length: responses }, () => memory.float64(knots.length)),
  }
}

/** Takes in a response by its products with the hinges at all boundaries. */
export function keepResponse(
  { knots, along }: KeptProducts,
  products: Float64Array,
  response: number,
): void {
  for (let i = 0; i < knots.length; i += 1) along[response][i] = products[knots[i]]
}

/** Takes a column out by its products with the hinges at all boundaries and with the responses. */
export function takeOut(
  { knots, left, shared, along }: KeptProducts,
  products: Float64Array,
  alongColumn: Float64Array,
): void {
  subtractSquares(left, knots, products)
  subtractTimes(shared, knots, products, products[0])
  for (let r = 0; r < along.length; r += 1) {
    subtractTimes(along[r], knots, products, alongColumn[r])
  }
}

/** Subtracts from each knot's value the square of its product. */
function subtractSquares(values: Float64Array, knots: Uint32Array, products: Float64Array): void {
  const kernel = kernelOf(values, [knots, products])
  if (kernel !== null) {
    kernel.loops.subtractSquares(
      values.byteOffset,
      knots.byteOffset,
      products.byteOffset,
      values.length,
    )
    return
  }
  for (let i = 0; i < values.length; i += 1) {
    const product = products[knots[i]]
    values[i] -= product * product
  }
}

/** Subtracts from each knot's value a multiple of its product. */
function subtractTimes(
  values: Float64Array,
  knots: Uint32Array,
  products: Float64Array,
  factor: number,
): void {
  const kernel = kernelOf(values, [knots, products])
  if (kernel !== null) {
    kernel.loops.subtractTimes(
      values.byteOffset,
      knots.byteOffset,
      products.byteOffset,
      factor,
      values.length,
    )
    return
  }
  for (let i = 0; i < values.length; i += 1) values[i] -= factor * products[knots[i]]
}
