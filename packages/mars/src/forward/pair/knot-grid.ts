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
// alone, never on the other terms. Where knots are wanted in a window only, the rows above it are never
// walked through: the sums over them are taken as they come (rows-above.ts).
import type { PassedRanks, SortedScan } from '../../rules/rules.ts'
import { fillRowsAbove, type RowsAbove } from './rows-above.ts'

/**
 * A parent and predictor in sorted order with their knots; buffers for `rows` rows, used again and
 * again.
 */
export interface KnotGrid extends SortedScan {
  lowest: number
  highest: number
  passed: PassedRanks
  eligible: number
  /** Room for what is to be known of the rows above `highest`; without it a grid goes up to the top. */
  readonly above: RowsAbove | null
  /** gap[i] = x[i + 1] − x[i]. */
  readonly gap: Float64Array
  /** The first `count` are the ranks of the knots, descending. */
  readonly ranks: Int32Array
  count: number
}

/** Where there are no ranks above. */
const nonePassed: PassedRanks = { eligible: 0, flat: 0, parent: 0 }

/** Between which values of the predictor knots are tried, both included. */
export interface KnotWindow {
  readonly low: number
  readonly high: number
}

/** An empty grid for so many rows. */
export function emptyKnotGrid(rows: number, above: RowsAbove | null = null): KnotGrid {
  return {
    rows,
    lowest: 0,
    highest: rows - 1,
    passed: nonePassed,
    eligible: 0,
    above,
    x: new Float64Array(rows),
    parent: new Float64Array(rows),
    variance: new Float64Array(rows),
    gap: new Float64Array(rows),
    constant: new Float64Array(rows).fill(1),
    ranks: new Int32Array(rows),
    count: 0,
  }
}

/** A parent and a predictor with its rows in ascending order. */
export interface GridColumns {
  readonly parent: Float64Array
  readonly predictor: Float64Array
  readonly order: Int32Array
  /** Rows where the parent is above 0. */
  readonly eligible: number
  /** Null where rows have no weights. */
  readonly constant: Float64Array | null
}

/** Chooses the ranks of knots and returns how many. */
type ChooseRanks = (scan: SortedScan, ranks: Int32Array) => number

/** Fills the grid for a parent and a predictor. Knots outside a window are left out. */
export function fillKnotGrid(
  grid: KnotGrid,
  columns: GridColumns,
  choose: ChooseRanks,
  window: KnotWindow | null = null,
): void {
  const { parent, predictor, order, constant, eligible } = columns
  grid.lowest = window === null ? 0 : ranksBelow(window.low, columns)
  const above = window === null ? null : grid.above
  grid.highest = Math.max(0, window && above ? ranksUpTo(window.high, columns) - 1 : grid.rows - 1)
  for (let i = grid.lowest; i <= grid.highest; i += 1) {
    grid.x[i] = predictor[order[i]]
    grid.parent[i] = parent[order[i]]
  }
  if (constant) {
    for (let i = grid.lowest; i <= grid.highest; i += 1) grid.constant[i] = constant[order[i]]
  }
  grid.eligible = eligible
  if (above !== null && grid.highest < grid.rows - 1) {
    fillRowsAbove(above, grid.x[grid.highest], columns, constant)
    grid.passed = passedRanks(grid, above, columns)
    accumulateVariance(grid, above)
  } else {
    grid.passed = nonePassed
    accumulateVariance(grid, null)
  }
  grid.count = choose(grid, grid.ranks)
}

/** How many ranks lie below a value. */
function ranksBelow(value: number, { predictor, order }: GridColumns): number {
  return firstRank(order.length, (rank) => predictor[order[rank]] >= value)
}

/** How many ranks lie below a value or at it. */
function ranksUpTo(value: number, { predictor, order }: GridColumns): number {
  return firstRank(order.length, (rank) => predictor[order[rank]] > value)
}

/** The first of so many ranks from which on something holds. */
function firstRank(ranks: number, holds: (rank: number) => boolean): number {
  let first = 0
  let last = ranks
  while (first < last) {
    const middle = (first + last) >>> 1
    if (holds(middle)) last = middle
    else first = middle + 1
  }
  return first
}

/**
 * What the rules ask of the ranks above the highest. Flat is the hinge at all rows of the greatest value that
 * has a positive parent, and above.
 */
function passedRanks(
  { rows, highest }: KnotGrid,
  above: RowsAbove,
  { parent, predictor, order, constant }: GridColumns,
): PassedRanks {
  const counts = (rank: number): boolean => constant === null || constant[order[rank]] !== 0
  let next = highest + 1
  while (next < rows - 1 && !counts(next)) next += 1
  const lowest = parent[order[next]]
  let flat = 0
  let greatest = Number.NaN
  let parentAbove = 0
  for (let rank = rows - 1; rank > highest && !(predictor[order[rank]] < greatest); rank -= 1) {
    if (!counts(rank)) continue
    if (parentAbove > 0) flat += 1
    parentAbove = parent[order[rank]]
    if (parentAbove > 0) greatest = predictor[order[rank]]
  }
  return { eligible: above.eligible - (lowest > 0 ? 1 : 0), flat, parent: lowest }
}

/** The gaps and the variance of the hinge at every rank. */
function accumulateVariance(grid: KnotGrid, above: RowsAbove | null): void {
  const { rows, lowest, highest, x, parent, variance, gap, constant } = grid
  const top = x[highest]
  let sumB = above?.parentSum ?? 0
  let sumBB = above?.squares ?? 0
  let sumBX = above === null ? 0 : above.hingeSum + top * above.parentSum
  let sumBBX = above === null ? 0 : above.heights + top * above.squares
  let previous = above?.hingeSum ?? 0
  let total = above === null ? 0 : above.hingeSquares - previous ** 2 / rows
  if (above !== null) variance[highest] = total
  for (let i = highest - 1; i >= lowest; i -= 1) {
    const over = x[i + 1]
    const b = parent[i + 1]
    const step = over - x[i]
    const bu = b * constant[i + 1]
    sumB += bu
    sumBB += b * b
    sumBX += bu * over
    sumBBX += b * b * over
    const current = sumBX - x[i] * sumB
    total +=
      step * (2 * sumBBX - sumBB * (over + x[i])) + (previous * previous - current * current) / rows
    previous = current
    gap[i] = step
    variance[i] = total
  }
}
