// The knots to try for one parent b and predictor x, rows sorted by x. Going down from the top,
// over the rows above the knot x_i (the row t = i + 1 is added first):
//
//   S_b = Σ b   S_bb = Σ b²   S_bx = Σ b x   S_bbx = Σ b² x          g = x_t − x_i
//   s_i = S_bx − x_i S_b                          (the sum of the hinge column h(x − x_i) b)
//   variance_i = variance_t + g (2 S_bbx − S_bb (x_t + x_i)) + (s_t² − s_i²)/n
//
// Where rows have weights, b holds √w, and the constant column that is taken out is √w too: with u
// the constant column of the length √n (1 without weights), S_b = Σ b u and S_bx = Σ b u x.
//
// Friedman (1991), equation 52, for the diagonal element. The grid depends on parent and predictor
// alone, never on the other terms.
import { positives } from '../../linear-algebra/sums.ts'
import type { SortedScan } from '../../rules/rules.ts'

/**
 * A parent and predictor in sorted order with their knots; buffers for `rows` rows, used again and
 * again.
 */
export interface KnotGrid extends SortedScan {
  lowest: number
  eligible: number
  /** gap[i] = x[i + 1] − x[i]. */
  readonly gap: Float64Array
  /** The first `count` are the ranks of the knots, descending. */
  readonly ranks: Int32Array
  count: number
  /** No knot lies above this rank. */
  top: number
}

/** Between which values of the predictor knots are tried, both included. */
export interface KnotWindow {
  readonly low: number
  readonly high: number
}

/** An empty grid for so many rows. */
export function emptyKnotGrid(rows: number): KnotGrid {
  return {
    rows,
    lowest: 0,
    eligible: 0,
    x: new Float64Array(rows),
    parent: new Float64Array(rows),
    variance: new Float64Array(rows),
    gap: new Float64Array(rows),
    constant: new Float64Array(rows).fill(1),
    ranks: new Int32Array(rows),
    count: 0,
    top: rows - 1,
  }
}

/** Chooses the ranks of knots and returns how many. */
type ChooseRanks = (scan: SortedScan, ranks: Int32Array) => number

/**
 * Fills the grid for a parent and a predictor whose rows stand in `order`; `constant` is null where
 * rows have no weights. Knots outside a window are left out.
 */
export function fillKnotGrid(
  grid: KnotGrid,
  { parent, predictor }: { readonly parent: Float64Array; readonly predictor: Float64Array },
  order: Int32Array,
  constant: Float64Array | null,
  choose: ChooseRanks,
  window: KnotWindow | null = null,
): void {
  grid.lowest = window === null ? 0 : lowestWithin(window, predictor, order)
  for (let i = grid.lowest; i < grid.rows; i += 1) {
    grid.x[i] = predictor[order[i]]
    grid.parent[i] = parent[order[i]]
  }
  if (constant)
    for (let i = grid.lowest; i < grid.rows; i += 1) grid.constant[i] = constant[order[i]]
  grid.eligible = positives(parent)
  accumulateVariance(grid)
  grid.count = choose(grid, grid.ranks)
  grid.top = grid.rows - 1
  if (window !== null) leaveOutHigher(grid, window)
}

/** The lowest rank whose value lies within the window. */
function lowestWithin({ low }: KnotWindow, predictor: Float64Array, order: Int32Array): number {
  let first = 0
  let last = order.length
  while (first < last) {
    const middle = (first + last) >>> 1
    if (predictor[order[middle]] < low) first = middle + 1
    else last = middle
  }
  return first
}

/** Leaves out the knots above a window, and begins below them. */
function leaveOutHigher(grid: KnotGrid, { high }: KnotWindow): void {
  const { x, ranks } = grid
  let kept = 0
  for (let k = 0; k < grid.count; k += 1) {
    if (x[ranks[k]] > high) continue
    ranks[kept] = ranks[k]
    kept += 1
  }
  grid.count = kept
  grid.top = kept === 0 ? grid.lowest : ranks[0]
  while (grid.top < grid.rows - 1 && x[grid.top + 1] === x[grid.top]) grid.top += 1
}

/** The gaps and the variance of the hinge at every rank. */
function accumulateVariance(grid: KnotGrid): void {
  const { rows, lowest, x, parent, variance, gap, constant } = grid
  let sumB = 0
  let sumBB = 0
  let sumBX = 0
  let sumBBX = 0
  let previous = 0
  let total = 0
  for (let i = rows - 2; i >= lowest; i -= 1) {
    const above = x[i + 1]
    const b = parent[i + 1]
    const step = above - x[i]
    const bu = b * constant[i + 1]
    sumB += bu
    sumBB += b * b
    sumBX += bu * above
    sumBBX += b * b * above
    const current = sumBX - x[i] * sumB
    total +=
      step * (2 * sumBBX - sumBB * (above + x[i])) +
      (previous * previous - current * current) / rows
    previous = current
    gap[i] = step
    variance[i] = total
  }
}
