// Which boundaries are knots under a parent. Where every row is a boundary, the rules choose among all
// rows. Where boundaries are few, those are knots that lie within the spans; the rules' own knots
// between them are tried once a pair of parent and predictor is promising.
import type { Rules, Spans } from '../../rules/rules.ts'
import type { ForwardProblem, LiveTerm } from '../forward-state.ts'
import { emptyKnotGrid, fillKnotGrid } from '../pair/knot-grid.ts'
import type { HingeSquares } from './hinge-products.ts'

/** Chooses the knots: boundaries from the top down, and behind them boundary 0. */
export type KnotChoice = (
  parent: LiveTerm,
  column: number,
  boundaries: Float64Array,
  squares: HingeSquares,
) => Int32Array

/** Tells the spans under a parent and which predictors take no knots. */
export interface KnotRules {
  readonly rules: Rules
  spans(parent: LiveTerm): Spans
  readonly linearOnly: readonly boolean[]
}

/** All the rules' knots, which lie at boundaries. */
export function everyKnot(
  problem: ForwardProblem,
  { rules, spans, linearOnly }: KnotRules,
): KnotChoice {
  const grid = emptyKnotGrid(problem.rows)
  return (parent, column, boundaries, squares) => {
    if (linearOnly[column]) return new Int32Array(1)
    fillKnotGrid(
      grid,
      {
        parent: parent.raw,
        predictor: problem.design[column],
        order: problem.orderOf(column),
        eligible: squares.total,
        constant: problem.constant,
      },
      (scan, ranks) => rules.knotRanks(scan, spans(parent), ranks),
    )
    const knots = new Int32Array(grid.count + 1)
    let k = boundaries.length - 1
    for (let at = 0; at < grid.count; at += 1) {
      const value = grid.x[grid.ranks[at]]
      while (boundaries[k] > value) k -= 1
      knots[at] = k
    }
    return knots
  }
}

/** The boundaries between which the rules' knots lie: those within the spans and one more at either end. */
export function boundariesWithinSpans({ spans, linearOnly }: KnotRules): KnotChoice {
  return (parent, column, boundaries, { squares, eligible, total }) => {
    const { start, endspan } = spans(parent)
    const knots = new Int32Array(boundaries.length + 1)
    let count = 0
    for (let k = boundaries.length - 1; k > 0 && !linearOnly[column]; k -= 1) {
      const isTooHigh = eligible[k - 1] < start || !(squares[k] > 0)
      if (isTooHigh) continue
      knots[count] = k
      count += 1
      if (total - eligible[k] <= endspan) break
    }
    return knots.slice(0, count + 1)
  }
}
