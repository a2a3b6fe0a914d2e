// What a screen works with: its predictors cut into bins, and the arrays of the passes over the rows.
import type { ForwardSettings } from '../../options/forward-settings.ts'
import type { ForwardProblem } from '../forward-state.ts'
import type { PairQuestions, QuestionSettings } from '../pair/pair-questions.ts'
import { emptyHingeSquares, type HingeSquares } from './hinge-products.ts'
import { boundariesOf, fillBins } from './knot-bins.ts'
import { boundariesWithinSpans, everyKnot, type KnotChoice } from './knot-choice.ts'
import { plainRowSums, type RowSums } from './row-sums.ts'
import { fastestRowSums } from './wasm-row-sums.ts'

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
  readonly sums: RowSums
  /** Room for a number a boundary. */
  readonly products: Float64Array
  readonly squares: HingeSquares
  readonly chooseKnots: KnotChoice
}

/** Predictors worked on at once: their tables stay in the second-level cache. */
const tables = 4

/** Cuts the predictors into bins and gets the arrays that the passes work on. */
export function screenWork(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
  {
    triesEveryKnot,
    spansUnder,
  }: Pick<PairQuestions, 'spansUnder'> & {
    readonly triesEveryKnot: boolean
  },
): ScreenWork {
  const limit = triesEveryKnot ? problem.rows : settings.maxKnots
  const boundaries = columns.map((column) =>
    boundariesOf(problem.design[column], problem.orderOf(column), limit),
  )
  const most = Math.max(0, ...boundaries.map(({ length }) => length))
  const size = { rows: problem.rows, predictors: columns.length, bins: most + 1, tables }
  const sums = (settings.webAssembly ? fastestRowSums : plainRowSums)(size)
  for (const [at, column] of columns.entries()) {
    fillBins(problem.design[column], boundaries[at], sums.bins[at], sums.above[at])
  }
  const knotRules = { rules: settings.rules, spans: spansUnder, linearOnly: settings.linearOnly }
  return {
    problem,
    columns,
    boundaries,
    sums,
    products: new Float64Array(most),
    squares: emptyHingeSquares(most),
    chooseKnots: triesEveryKnot ? everyKnot(problem, knotRules) : boundariesWithinSpans(knotRules),
  }
}
