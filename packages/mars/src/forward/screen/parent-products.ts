// The kept products of parents with all predictors of a screen, brought up to date by passes over the
// rows: a parent's squares once, then what it is multiplied by: the responses, and the columns of the
// model as they come. Each product of a parent and a column is a lane of a pass, whosever it is, so that
// lanes seldom stay empty.
import type { WorkMemory } from '../../kernel/memory.ts'
import { sumOfSquares } from '../../linear-algebra/sums.ts'
import type { ForwardProblem, LiveTerm } from '../forward-state.ts'
import {
  fillHingeSquares,
  type HingeSquares,
  hingeProducts,
  hingeProductsOfRows,
} from './hinge-products.ts'
import {
  bytesOfKept,
  emptyKeptProducts,
  type KeptProducts,
  keepResponse,
  takeOut,
} from './kept-products.ts'
import { fillLanes, type Lane } from './lanes.ts'
import { entryLength, type Lanes } from './row-sums.ts'
import { blockRows, blocksOf } from './rows-by-bin.ts'
import type { ScreenWork } from './screen-work.ts'

/** Of one parent the kept products with each owned predictor, and what is in them. */
export interface ParentProducts {
  readonly parent: LiveTerm
  /** The length of its column. */
  readonly length: number
  readonly kept: readonly KeptProducts[]
  /** Whether the responses' products are in. */
  started: boolean
  /** How many columns are taken out. */
  seen: number
}

/** The hinges of a parent, no response and no column taken in, kept on a memory. */
export function startParent(
  work: ScreenWork,
  parent: LiveTerm,
  memory: WorkMemory,
): ParentProducts {
  const { problem, columns, boundaries, sums, squares, chooseKnots } = work
  const kept: KeptProducts[] = []
  const fill = (from: number, to: number): void => sums.values.set(parent.raw.subarray(from, to))
  pass(work, 'squares', fill, (at, table) => {
    fillHingeSquares(sums.tables[table], boundaries[at], squares)
    const knots = chooseKnots(parent, columns[at], boundaries[at], squares)
    const shared = sharedWithPredictor(squares, boundaries[at])
    const started = { squares: squares.squares, shared }
    kept.push(emptyKeptProducts(knots, started, problem.targets.length, memory))
  })
  const length = Math.sqrt(sumOfSquares(parent.raw))
  return { parent, length, kept, started: false, seen: 0 }
}

/** Takes in the responses and the columns that have come since. */
export function catchUp(
  work: ScreenWork,
  live: readonly LiveTerm[],
  parents: readonly ParentProducts[],
): void {
  const all = parents.flatMap((products) => missingLanes(work.problem, live, products))
  const most = Math.max(...work.sums.lanes)
  for (let from = 0; from < all.length; from += most) {
    passLanes(work, all.slice(from, from + most))
  }
  for (const products of parents) {
    products.started = true
    products.seen = live.length
  }
}

/** The memory that a parent's products take, in bytes. */
export function bytesOf({ kept }: ParentProducts): number {
  return kept.reduce((sum, { knots, along }) => sum + bytesOfKept(knots.length, along.length), 0)
}

/** What they take if every boundary is a knot. */
export function mostBytesOf({ boundaries, problem }: ScreenWork): number {
  const responses = problem.targets.length
  return boundaries.reduce((sum, { length }) => sum + bytesOfKept(length + 1, responses), 0)
}

/** A lane, and what is done with its products. */
interface ProductLane extends Lane {
  finish(at: number, products: Float64Array): void
}

/** What a parent has yet to be multiplied by, in order. */
function missingLanes(
  { targets }: ForwardProblem,
  live: readonly LiveTerm[],
  { parent, kept, started, seen }: ParentProducts,
): readonly ProductLane[] {
  const responses = started
    ? []
    : targets.map((column, response) => ({
        parent: parent.raw,
        column,
        finish: (at: number, products: Float64Array) => keepResponse(kept[at], products, response),
      }))
  const columns = live.slice(seen).map(({ ortho, along }, index) => ({
    parent: parent.raw,
    column: ortho,
    finish(at: number, products: Float64Array) {
      takeOut(kept[at], products, along)
      const isIntercept = seen + index === 0
      if (isIntercept) kept[at].variance.set(kept[at].left)
    },
  }))
  return [...responses, ...columns]
}

/** One pass for some lanes. */
function passLanes(work: ScreenWork, all: readonly ProductLane[]): void {
  const { boundaries, walked, sums, products } = work
  const lanes = sums.lanes.find((each) => each >= all.length) ?? 8
  const fill = (from: number, to: number): void => fillLanes(sums.values, all, lanes, from, to)
  pass(work, lanes, fill, (at, table) => {
    if (walked[at]) {
      const block = { rows: sums.rows[at], values: sums.values, lanes }
      hingeProductsOfRows(block, boundaries[at], products)
    } else {
      hingeProducts(sums.tables[table], boundaries[at], lanes, products)
    }
    for (const [lane, { finish }] of all.entries()) finish(at, products[lane])
  })
}

/**
 * One pass over the rows for all predictors, as many at a time as there are tables, by lanes or by
 * squares; `fill` fills the values in for rows of a block, `finish` takes a predictor's table.
 */
function pass(
  { problem, columns, boundaries, walked, sums }: ScreenWork,
  what: Lanes | 'squares',
  fill: (from: number, to: number) => void,
  finish: (at: number, table: number) => void,
): void {
  const { tables } = sums
  for (let first = 0; first < columns.length; first += tables.length) {
    const count = Math.min(tables.length, columns.length - first)
    const isStored = (table: number): boolean => what === 'squares' || !walked[first + table]
    for (let table = 0; table < count; table += 1) {
      if (!isStored(table)) continue
      const bins = boundaries[first + table].length + 1
      tables[table].fill(0, 0, bins * entryLength(what))
    }
    for (let block = 0; block < blocksOf(problem.rows); block += 1) {
      fill(block * blockRows, Math.min((block + 1) * blockRows, problem.rows))
      for (let table = 0; table < count; table += 1) {
        if (what === 'squares') sums.addSquares(first + table, table, block)
        else if (isStored(table)) sums.add(first + table, table, what, block)
      }
    }
    for (let table = 0; table < count; table += 1) finish(first + table, table)
  }
}

/** U_k = Σ b² h_k (x − t_0), with x − t_0 = h_k + (t_k − t_0) where h_k is above 0. */
function sharedWithPredictor(
  { squares, heights }: HingeSquares,
  boundaries: Float64Array,
): Float64Array {
  const shared = new Float64Array(boundaries.length)
  for (let k = 0; k < shared.length; k += 1) {
    shared[k] = squares[k] + (boundaries[k] - boundaries[0]) * heights[k]
  }
  return shared
}
