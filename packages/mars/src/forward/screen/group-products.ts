// The kept products of a group of parents with all predictors of a screen, brought up to date by passes
// over the rows: squares of the parents and products with the responses once, then the columns of
// the model as they come.
import type { ForwardProblem, ForwardState } from '../forward-state.ts'
import {
  emptyHingeSquares,
  fillHingeSquares,
  type HingeSquares,
  hingeProducts,
} from './hinge-products.ts'
import { emptyKeptProducts, type KeptProducts, keepResponse, takeOut } from './kept-products.ts'
import type { KnotChoice } from './knot-choice.ts'
import type { ParentGroup } from './parent-groups.ts'
import type { Lanes, RowSums } from './row-sums.ts'

/** What a screen works with. */
export interface ScreenWork {
  readonly problem: ForwardProblem
  /** The design columns it owns. */
  readonly columns: readonly number[]
  /** Their boundaries. */
  readonly boundaries: readonly Float64Array[]
  readonly sums: RowSums
  /** Room for a number a row. */
  readonly parents: Float64Array
  /** Room for a number a boundary. */
  readonly products: Float64Array
  readonly squares: HingeSquares
  readonly chooseKnots: KnotChoice
}

/** Kept products by parent of the group and owned predictor, and how many columns are taken out. */
export interface GroupProducts {
  readonly kept: readonly (readonly KeptProducts[])[]
  seen: number
}

/** Starts a group: hinges and responses as they are, no column taken out. */
export function startGroup(work: ScreenWork, group: ParentGroup): GroupProducts {
  const { problem, columns, boundaries, sums, squares, chooseKnots } = work
  const kept: KeptProducts[][] = group.map(() => [])
  pass(work, group, null, (at, table) => {
    for (const [side, parent] of group.entries()) {
      fillHingeSquares(sums.tables[table], boundaries[at], side, squares)
      const knots = chooseKnots(parent, columns[at], boundaries[at], squares)
      const shared = sharedWithPredictor(squares, boundaries[at])
      const found = emptyKeptProducts(
        knots,
        { squares: squares.squares, shared },
        problem.targets.length,
      )
      kept[side].push(found)
    }
  })
  const { targets } = problem
  forLanes(0, targets.length, (from, lanes) => {
    pass(work, group, targets.slice(from, from + lanes), (at, table) => {
      eachProduct(work, group, lanes, at, table, (side, lane) =>
        keepResponse(kept[side][at], work.products, from + lane),
      )
    })
  })
  return { kept, seen: 0 }
}

/** Takes out the columns that have come since. */
export function catchUp(
  work: ScreenWork,
  group: ParentGroup,
  { live }: ForwardState,
  products: GroupProducts,
): void {
  forLanes(products.seen, live.length, (from, lanes) => {
    const taken = live.slice(from, from + lanes)
    const columns = taken.map(({ ortho }) => ortho)
    pass(work, group, columns, (at, table) => {
      eachProduct(work, group, lanes, at, table, (side, lane) => {
        const kept = products.kept[side][at]
        takeOut(kept, work.products, taken[lane].along)
        if (from + lane === 0) kept.variance.set(kept.left)
      })
    })
  })
  products.seen = live.length
}

/** Cuts a range into as many lanes at a time as there are. */
function forLanes(from: number, to: number, visit: (from: number, lanes: Lanes) => void): void {
  let at = from
  while (at < to) {
    const lanes = to - at >= 4 ? 4 : to - at >= 2 ? 2 : 1
    visit(at, lanes)
    at += lanes
  }
}

/** Rows added at once: their values stay in the cache while predictor after predictor is added. */
const blockRows = 4096

/**
 * One pass over the rows for all predictors, as many at a time as there are tables: adds up the columns
 * times the group's parent, or the parent's squares where there are none; `finish` takes a
 * predictor's table.
 */
function pass(
  { problem, columns, sums, parents }: ScreenWork,
  group: ParentGroup,
  added: readonly Float64Array[] | null,
  finish: (at: number, table: number) => void,
): void {
  const { tables } = sums
  fillSides(sums, parents, group)
  fillProducts(sums.values, group.length === 1 ? group[0].raw : parents, added ?? [])
  for (let first = 0; first < columns.length; first += tables.length) {
    const count = Math.min(tables.length, columns.length - first)
    for (let table = 0; table < count; table += 1) tables[table].fill(0)
    for (let from = 0; from < problem.rows; from += blockRows) {
      const rows = Math.min(blockRows, problem.rows - from)
      for (let table = 0; table < count; table += 1) {
        if (added === null) sums.addSquares(first + table, table, from, rows)
        else sums.add(first + table, table, added.length as Lanes, from, rows)
      }
    }
    for (let table = 0; table < count; table += 1) finish(first + table, table)
  }
}

/** The side of each row, and the parent of the side where there are two. */
function fillSides(
  { sides }: RowSums,
  parents: Float64Array,
  [{ raw: first }, other]: ParentGroup,
): void {
  if (other === undefined) {
    sides.fill(0)
    return
  }
  const second = other.raw
  for (let i = 0; i < first.length; i += 1) {
    sides[i] = second[i] > 0 ? 1 : 0
    parents[i] = first[i] + second[i]
  }
}

/** The parent times each of 1, 2 or 4 columns, row by row; the parent itself where there is none. */
function fillProducts(
  values: Float64Array,
  parent: Float64Array,
  columns: readonly Float64Array[],
): void {
  if (columns.length === 0) {
    values.set(parent)
  } else if (columns.length === 1) {
    const [first] = columns
    for (let i = 0; i < parent.length; i += 1) values[i] = parent[i] * first[i]
  } else {
    fillTwo(values, parent, columns, columns.length, 0)
    if (columns.length === 4) fillTwo(values, parent, columns, columns.length, 2)
  }
}

/** Two lanes of the values. */
function fillTwo(
  values: Float64Array,
  parent: Float64Array,
  columns: readonly Float64Array[],
  step: number,
  lane: number,
): void {
  const first = columns[lane]
  const second = columns[lane + 1]
  for (let i = 0, at = lane; i < parent.length; i += 1, at += step) {
    values[at] = parent[i] * first[i]
    values[at + 1] = parent[i] * second[i]
  }
}

/** Works out a table's products lane by lane, for each parent of the group. */
function eachProduct(
  { boundaries, sums, products }: ScreenWork,
  group: ParentGroup,
  lanes: Lanes,
  at: number,
  table: number,
  visit: (side: number, lane: number) => void,
): void {
  for (let lane = 0; lane < lanes; lane += 1) {
    for (let side = 0; side < group.length; side += 1) {
      hingeProducts(sums.tables[table], boundaries[at], { lanes, lane, side }, products)
      visit(side, lane)
    }
  }
}

/** U_k = Σ b² h_k (x − t_0), with x − t_0 = h_k + (t_k − t_0) where h_k is above 0. */
function sharedWithPredictor(
  { squares, heights }: HingeSquares,
  boundaries: Float64Array,
): Float64Array {
  return boundaries.map((boundary, k) => squares[k] + (boundary - boundaries[0]) * heights[k])
}

/** An empty set of squares for the predictor with the most boundaries. */
export function squaresFor(boundaries: readonly Float64Array[]): HingeSquares {
  return emptyHingeSquares(Math.max(...boundaries.map(({ length }) => length)))
}

/** The memory that a group's products take. */
export function bytesOf({ kept }: GroupProducts): number {
  return kept
    .flat()
    .reduce((sum, { knots, along }) => sum + knots.length * (28 + 8 * along.length), 0)
}
