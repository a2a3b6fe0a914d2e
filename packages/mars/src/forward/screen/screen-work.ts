// What a screen works with: its predictors cut into bins, and the arrays of the passes over the rows.
import { bytesOfArray } from '../../kernel/kernel.ts'
import { copyOn } from '../../kernel/memory.ts'
import type { ForwardSettings } from '../../options/forward-settings.ts'
import type { ForwardProblem } from '../forward-state.ts'
import type { PairQuestions, QuestionSettings } from '../pair/pair-questions.ts'
import { emptyHingeSquares, type HingeSquares, isWalkedThrough } from './hinge-products.ts'
import { bytesOfKept } from './kept-products.ts'
import { boundariesOf } from './knot-bins.ts'
import { boundariesWithinSpans, everyKnot, type KnotChoice } from './knot-choice.ts'
import { bytesOfGainsRoom, emptyGainsRoom, type GainsRoom } from './pair-gains.ts'
import { bytesOfSums, createRowSums, mostLanes, type RowSums } from './row-sums.ts'
import { fillRowsByBin } from './rows-by-bin.ts'

/** As much of the settings as a screen depends on. */
export type ScreenSettings = QuestionSettings &
  Pick<ForwardSettings, 'maxKnots' | 'searchMemory' | 'webAssembly'>

/** What a screen works with. */
export interface ScreenWork {
  readonly problem: ForwardProblem
  /** The design columns it owns. */
  readonly columns: readonly number[]
  /** Their boundaries. */
  readonly boundaries: readonly Float64Array[]
  /** Which of them get their products straight from the rows; see {@link isWalkedThrough}. */
  readonly walked: readonly boolean[]
  readonly sums: RowSums
  /** For each lane room for a number a boundary. */
  readonly products: readonly Float64Array[]
  readonly gains: GainsRoom
  readonly squares: HingeSquares
  readonly chooseKnots: KnotChoice
}

/** Whether every knot of the rules is a boundary. */
export function screensEveryKnot(
  rows: number,
  { maxKnots }: Pick<ScreenSettings, 'maxKnots'>,
): boolean {
  return rows <= 2 * maxKnots
}

/** The bytes that the arrays of a screen's passes take at most. */
export function bytesOfScreen(
  rows: number,
  predictors: number,
  settings: Pick<ScreenSettings, 'maxKnots'>,
): number {
  const bins = mostBoundaries(rows, settings) + 1
  const working = bytesOfGainsRoom(bins) + 8 * bins * mostLanes
  return bytesOfSums({ rows, predictors, bins }) + working + predictors * bytesOfArray(8 * bins)
}

/** The bytes that the kept products of so many parents take at most. */
export function bytesOfParents(
  parents: number,
  {
    rows,
    predictors,
    responses,
  }: { readonly rows: number; readonly predictors: number; readonly responses: number },
  settings: Pick<ScreenSettings, 'maxKnots' | 'searchMemory'>,
): number {
  const each = predictors * bytesOfKept(mostBoundaries(rows, settings) + 1, responses)
  return Math.min(settings.searchMemory, parents * each)
}

/** How many boundaries a predictor has at most. */
function mostBoundaries(rows: number, settings: Pick<ScreenSettings, 'maxKnots'>): number {
  return screensEveryKnot(rows, settings) ? rows : Math.min(rows, settings.maxKnots + 2)
}

/** Cuts the predictors into bins and gets the arrays that the passes work on. */
export function screenWork(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
  { spansUnder }: Pick<PairQuestions, 'spansUnder'>,
): ScreenWork {
  const { rows, design, memory } = problem
  const most = screensEveryKnot(rows, settings) ? rows : settings.maxKnots
  const bins = mostBoundaries(rows, settings) + 1
  const sums = createRowSums({ rows, predictors: columns.length, bins }, memory)
  const sorted = new Float64Array(rows)
  const boundaries = columns.map((column, at) => {
    const order = problem.orderOf(column)
    for (let i = 0; i < rows; i += 1) sorted[i] = design[column][order[i]]
    const found = copyOn(memory, boundariesOf(sorted, most))
    fillRowsByBin(sums.rows[at], sorted, order, found)
    return found
  })
  const knotRules = { rules: settings.rules, spans: spansUnder, linearOnly: settings.linearOnly }
  return {
    problem,
    columns,
    boundaries,
    walked: boundaries.map((each, at) => isWalkedThrough(sums.rows[at], each)),
    sums,
    products: Array.from({ length: Math.max(...sums.lanes) }, () => memory.float64(bins)),
    gains: emptyGainsRoom(bins, memory),
    squares: emptyHingeSquares(bins),
    chooseKnots: screensEveryKnot(rows, settings)
      ? everyKnot(problem, knotRules)
      : boundariesWithinSpans(knotRules),
  }
}
