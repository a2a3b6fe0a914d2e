// From sums by bin to products with hinges. With M0_j = Σ v and M1_j = Σ v δ over bin j, δ above t_{j−1},
// a walk from the top boundary down gives for every boundary k
//
//   S ← S + M0_{k+1}     C ← C + (t_{k+1} − t_k) S_{above k+1} + M1_{k+1}       C_k = Σ v h(x − t_k)
//
// and with M2_j = Σ v² δ² likewise Σ v² h² and Σ v² h. Only differences of neighbouring values enter.
import { kernelOf } from '../../kernel/kernel.ts'
import type { Lanes } from './row-sums.ts'
import type { RowsByBin } from './rows-by-bin.ts'

/** Products of all lanes with the hinges at all boundaries, `products[lane]` with one number a boundary. */
export function hingeProducts(
  sums: Float64Array,
  boundaries: Float64Array,
  lanes: Lanes,
  products: readonly Float64Array[],
): void {
  const kernel = kernelOf(sums, [boundaries, ...products])
  for (let lane = 0; lane < lanes; lane += 2) {
    const [first, second] = [products[lane], products[lane + 1]]
    if (kernel === null) {
      productsOfLane(sums, boundaries, { lanes, lane }, first)
      productsOfLane(sums, boundaries, { lanes, lane: lane + 1 }, second)
    } else {
      kernel.loops.hingeProductsOfTwo(
        sums.byteOffset + 8 * lane,
        16 * lanes,
        8 * lanes,
        boundaries.byteOffset,
        boundaries.length,
        first.byteOffset,
        second.byteOffset,
      )
    }
  }
}

/** The rows of one block and the values in them, row by row with as many lanes in each. */
export interface BlockValues {
  readonly rows: RowsByBin
  readonly values: Float64Array
  readonly lanes: Lanes
}

/** The same straight from the rows, which are one block with some in every bin: no sum is stored. */
export function hingeProductsOfRows(
  block: BlockValues,
  boundaries: Float64Array,
  products: readonly Float64Array[],
): void {
  const { rows, values, lanes } = block
  const { runs, counts, order, above } = rows
  const kernel = kernelOf(values, [boundaries, runs, order, above, ...products])
  for (let lane = 0; lane < lanes; lane += 2) {
    const [first, second] = [products[lane], products[lane + 1]]
    if (kernel === null) {
      walkTwoLanes(block, lane, boundaries, first, second)
    } else {
      kernel.loops.walkTwoLanes(
        runs.byteOffset + 8 * counts[0],
        order.byteOffset + order.byteLength,
        above.byteOffset + above.byteLength,
        values.byteOffset + 8 * lane,
        8 * lanes,
        boundaries.byteOffset,
        boundaries.length,
        first.byteOffset,
        second.byteOffset,
      )
    }
  }
}

/** Whether the rows are one block with some in every bin, so few that storing sums is not worth it. */
export function isWalkedThrough({ counts, order }: RowsByBin, boundaries: Float64Array): boolean {
  const bins = boundaries.length + 1
  return counts.length === 1 && counts[0] === bins && order.length < fewRows * bins
}

/** Rows to a bin. */
const fewRows = 4

/** Products of two lanes that stand side by side; the kernel has the same loop. */
function walkTwoLanes(
  { rows: { runs, order, above }, values, lanes }: BlockValues,
  lane: number,
  boundaries: Float64Array,
  first: Float64Array,
  second: Float64Array,
): void {
  let i = order.length
  let upper = boundaries[boundaries.length - 1]
  let sum0 = 0
  let sum1 = 0
  let product0 = 0
  let product1 = 0
  for (let k = boundaries.length - 1; k >= 0; k -= 1) {
    let s0 = 0
    let s1 = 0
    let t0 = 0
    let t1 = 0
    for (const end = i - runs[2 * k + 3]; i > end; ) {
      i -= 1
      const at = order[i] * lanes + lane
      const distance = above[i]
      s0 += values[at]
      s1 += values[at + 1]
      t0 += values[at] * distance
      t1 += values[at + 1] * distance
    }
    const boundary = boundaries[k]
    product0 += (upper - boundary) * sum0 + t0
    product1 += (upper - boundary) * sum1 + t1
    sum0 += s0
    sum1 += s1
    first[k] = product0
    second[k] = product1
    upper = boundary
  }
}

/** Products of one lane; the kernel has the same loop for two (assembly/kept-products.ts). */
function productsOfLane(
  sums: Float64Array,
  boundaries: Float64Array,
  { lanes, lane }: { readonly lanes: Lanes; readonly lane: number },
  products: Float64Array,
): void {
  let at = 2 * lanes * boundaries.length + lane
  let upper = boundaries[boundaries.length - 1]
  let sum = 0
  let product = 0
  for (let k = boundaries.length - 1; k >= 0; k -= 1) {
    const boundary = boundaries[k]
    product += (upper - boundary) * sum + sums[at + lanes]
    sum += sums[at]
    products[k] = product
    upper = boundary
    at -= 2 * lanes
  }
}

/** Of a parent b and the hinges at all boundaries. */
export interface HingeSquares {
  /** Σ b² h² */
  readonly squares: Float64Array
  /** Σ b² h */
  readonly heights: Float64Array
  /** Rows above the boundary with b above 0. */
  readonly eligible: Float64Array
  /** Rows with b above 0 in all. */
  total: number
}

/** Squares for at most so many boundaries. */
export function emptyHingeSquares(boundaries: number): HingeSquares {
  return {
    squares: new Float64Array(boundaries),
    heights: new Float64Array(boundaries),
    eligible: new Float64Array(boundaries),
    total: 0,
  }
}

/** The squares of a parent. */
export function fillHingeSquares(
  sums: Float64Array,
  boundaries: Float64Array,
  found: HingeSquares,
): void {
  let at = 4 * boundaries.length
  let upper = boundaries[boundaries.length - 1]
  let weight = 0
  let height = 0
  let square = 0
  let eligible = 0
  for (let k = boundaries.length - 1; k >= 0; k -= 1) {
    const boundary = boundaries[k]
    const gap = upper - boundary
    square += gap * (2 * height + gap * weight) + sums[at + 2]
    height += gap * weight + sums[at + 1]
    weight += sums[at]
    eligible += sums[at + 3]
    found.squares[k] = square
    found.heights[k] = height
    found.eligible[k] = eligible
    upper = boundary
    at -= 4
  }
  found.total = eligible + sums[at + 3]
}
