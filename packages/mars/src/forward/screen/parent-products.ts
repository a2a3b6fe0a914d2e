// The kept products of parents with all predictors of a screen, brought up to date by passes over the
// rows: a parent's squares once, then what it is multiplied by: the responses, and the columns of the
// model as they come. Each product of a parent and a column is a lane of a pass, whosever it is, so that
// lanes seldom stay empty.
import { sumOfSquares } from '../../linear-algebra/sums.ts'
import type { ForwardProblem, LiveTerm } from '../forward-state.ts'
import { fillHingeSquares, type HingeSquares, hingeProducts } from './hinge-products.ts'
import { emptyKeptProducts, type KeptProducts, keepResponse, takeOut } from './kept-products.ts'
import type { Lanes } from './row-sums.ts'
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

/** The hinges of a parent, no response and no column taken in. */
export function startParent(work: ScreenWork, parent: LiveTerm): ParentProducts {
  const { problem, columns, boundaries, sums, squares, chooseKnots } = work
  const kept: KeptProducts[] = []
  sums.values.set(parent.raw)
  pass(work, 'squares', (at, table) => {
    fillHingeSquares(sums.tables[table], boundaries[at], squares)
    const knots = chooseKnots(parent, columns[at], boundaries[at], squares)
    const shared = sharedWithPredictor(squares, boundaries[at])
    kept.push(
      emptyKeptProducts(knots, { squares: squares.squares, shared }, problem.targets.length),
    )
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
  for (let from = 0; from < all.length; ) {
    const lanes = all.length - from >= 4 ? 4 : all.length - from >= 2 ? 2 : 1
    passLanes(work, all.slice(from, from + lanes), lanes)
    from += lanes
  }
  for (const products of parents) {
    products.started = true
    products.seen = live.length
  }
}

/** The memory that a parent's products take, in bytes. */
export function bytesOf({ kept }: ParentProducts): number {
  return kept.reduce((sum, { knots, along }) => sum + knots.length * bytesPerKnot(along.length), 0)
}

/** What they take if every boundary is a knot. */
export function mostBytesOf({ boundaries, problem }: ScreenWork): number {
  const each = bytesPerKnot(problem.targets.length)
  return boundaries.reduce((sum, { length }) => sum + (length + 1) * each, 0)
}

/** An index, three sums, and one for each response. */
function bytesPerKnot(responses: number): number {
  return 28 + 8 * responses
}

/** A parent times a column, and what is done with their products. */
interface Lane {
  readonly parent: Float64Array
  readonly column: Float64Array
  finish(at: number, products: Float64Array): void
}

/** What a parent has yet to be multiplied by, in order. */
function missingLanes(
  { targets }: ForwardProblem,
  live: readonly LiveTerm[],
  { parent, kept, started, seen }: ParentProducts,
): readonly Lane[] {
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
function passLanes(work: ScreenWork, all: readonly Lane[], lanes: Lanes): void {
  const { boundaries, sums, products } = work
  if (all.length === 4) fillFour(sums.values, all as Four<Lane>)
  else for (const [lane, each] of all.entries()) fillLane(sums.values, each, lanes, lane)
  pass(work, lanes, (at, table) => {
    for (const [lane, { finish }] of all.entries()) {
      hingeProducts(sums.tables[table], boundaries[at], { lanes, lane }, products)
      finish(at, products)
    }
  })
}

/** Rows added at once: their values stay in the cache while predictor after predictor is added. */
const blockRows = 4096

/**
 * One pass over the rows for all predictors, as many at a time as there are tables, by lanes or by
 * squares; `finish` takes a predictor's table.
 */
function pass(
  { problem, columns, sums }: ScreenWork,
  what: Lanes | 'squares',
  finish: (at: number, table: number) => void,
): void {
  const { tables } = sums
  for (let first = 0; first < columns.length; first += tables.length) {
    const count = Math.min(tables.length, columns.length - first)
    for (let table = 0; table < count; table += 1) tables[table].fill(0)
    for (let from = 0; from < problem.rows; from += blockRows) {
      const rows = Math.min(blockRows, problem.rows - from)
      for (let table = 0; table < count; table += 1) {
        if (what === 'squares') sums.addSquares(first + table, table, from, rows)
        else sums.add(first + table, table, what, from, rows)
      }
    }
    for (let table = 0; table < count; table += 1) finish(first + table, table)
  }
}

/** Fills one lane of the values. */
function fillLane(
  values: Float64Array,
  { parent, column }: Lane,
  lanes: Lanes,
  lane: number,
): void {
  for (let i = 0, at = lane; i < parent.length; i += 1, at += lanes) {
    values[at] = parent[i] * column[i]
  }
}

type Four<Each> = readonly [Each, Each, Each, Each]

/** Fills four lanes, row by row, so that the values pass through memory once. */
function fillFour(values: Float64Array, [one, two, three, four]: Four<Lane>): void {
  const { parent: b1, column: q1 } = one
  const { parent: b2, column: q2 } = two
  const { parent: b3, column: q3 } = three
  const { parent: b4, column: q4 } = four
  for (let i = 0, at = 0; i < b1.length; i += 1, at += 4) {
    values[at] = b1[i] * q1[i]
    values[at + 1] = b2[i] * q2[i]
    values[at + 2] = b3[i] * q3[i]
    values[at + 3] = b4[i] * q4[i]
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
