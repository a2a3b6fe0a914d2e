// The screen of a step: what every parent and predictor gains, by products kept from step to step, so
// that few of them need be searched row by row. It owns some of the predictors; another screen, perhaps
// on another thread, owns others, and no figure depends on who owns what.
import type { ForwardSettings } from '../../options/forward-settings.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import { emptyLinearCandidate, fillLinearCandidate, isKnownForm } from '../linear-candidate.ts'
import { createPairQuestions, type QuestionSettings } from '../pair-questions.ts'
import { leastShareOf } from '../pair-search.ts'
import { emptyHingeSquares } from './hinge-products.ts'
import type { KeptProducts } from './kept-products.ts'
import { boundariesOf, fillBins } from './knot-bins.ts'
import { boundariesWithinSpans, everyKnot } from './knot-choice.ts'
import {
  bytesOf,
  catchUp,
  mostBytesOf,
  type ParentProducts,
  type ScreenWork,
  startParent,
} from './parent-products.ts'
import { plainRowSums } from './row-sums.ts'
import {
  type PromisingWindow,
  promisingWindow,
  type ScreenedPair,
  type ScreenQuestion,
  screenPair,
} from './screened-pair.ts'
import { fastestRowSums } from './wasm-row-sums.ts'

/** A parent, by its place among the live terms, and the predictors to try under it. */
export interface ParentColumns {
  readonly parent: number
  readonly columns: readonly number[]
}

/** As much of the settings as a screen depends on. */
export type ScreenSettings = QuestionSettings &
  Pick<ForwardSettings, 'maxKnots' | 'searchMemory' | 'webAssembly'>

/** Tells of pairs of the screen's own predictors. */
export interface Screen {
  /** What they gain, in the order they are asked for. */
  gains(state: ForwardState, wanted: readonly ParentColumns[]): readonly (readonly ScreenedPair[])[]
  /**
   * Where the knots of a pair lie that can gain as much as `leastGain`, or for null as much as the best is
   * likely to, once the pair's gain was asked for; null where that is not known.
   */
  window(
    state: ForwardState,
    pair: { readonly parent: LiveTerm; readonly column: number },
    leastGain: number | null,
  ): PromisingWindow | null
}

/** Predictors worked on at once: their tables stay in the second-level cache. */
const tables = 4

/** What rounding makes of a difference of two sums of squares, as a share of the first. */
const rounding = 1e-13

/** Makes the screen of some predictors. */
export function createScreen(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
): Screen {
  const { rules } = settings
  const triesEveryKnot = problem.rows <= 2 * settings.maxKnots
  const work = screenWork(problem, settings, columns, triesEveryKnot)
  const linear = emptyLinearCandidate(problem)
  const known = new Map<LiveTerm, ParentProducts>()
  let room = settings.searchMemory

  return { gains, window }

  function gains(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): readonly (readonly ScreenedPair[])[] {
    const parents = wanted.map(({ parent }) => state.live[parent])
    const kept = parents.flatMap((parent) => keptProducts(parent) ?? [])
    catchUp(work, state.live, kept)
    return parents.map((parent, at) => {
      const products = known.get(parent) ?? passingProducts(state, parent)
      return wanted[at].columns.map((column) =>
        screened(state, parent, column, products.kept[columns.indexOf(column)]),
      )
    })
  }

  function window(
    state: ForwardState,
    { parent, column }: { readonly parent: LiveTerm; readonly column: number },
    leastGain: number | null,
  ): PromisingWindow | null {
    const at = columns.indexOf(column)
    const kept = known.get(parent)?.kept[at]
    if (kept === undefined || triesEveryKnot) return null
    const { question, doubtful } = questionOf(state, parent, column, kept)
    return doubtful ? null : promisingWindow(kept, question, work.boundaries[at], leastGain)
  }

  /** The products of a parent that are kept; undefined where there is no room for them. */
  function keptProducts(parent: LiveTerm): ParentProducts | undefined {
    const found = known.get(parent)
    if (found !== undefined) return found
    if (mostBytesOf(work) > room) return undefined
    const products = startParent(work, parent)
    room -= bytesOf(products)
    known.set(parent, products)
    return products
  }

  /** The products of a parent for this step only. */
  function passingProducts(state: ForwardState, parent: LiveTerm): ParentProducts {
    const products = startParent(work, parent)
    catchUp(work, state.live, [products])
    return products
  }

  /** What one parent and predictor gain. */
  function screened(
    state: ForwardState,
    parent: LiveTerm,
    column: number,
    kept: KeptProducts,
  ): ScreenedPair {
    const { question, doubtful } = questionOf(state, parent, column, kept)
    const answer = screenPair(kept, question)
    // Too little is left of the predictor itself to tell what it and its hinges gain.
    const unknown = doubtful && question.newForm
    return unknown ? { ...answer, bound: Number.POSITIVE_INFINITY } : answer
  }

  /** What is asked of kept products, and whether rounding hides how much is left of the predictor itself. */
  function questionOf(
    state: ForwardState,
    parent: LiveTerm,
    column: number,
    { left, raw, variance }: KeptProducts,
  ): { readonly question: ScreenQuestion; readonly doubtful: boolean } {
    const last = left.length - 1
    const rest = left[last]
    const slack = rounding * raw
    const isCollinear = (amount: number): boolean =>
      rules.isCollinear({ raw, centred: variance[last], rest: amount })
    const doubtful = isCollinear(rest - slack) !== isCollinear(rest + slack)
    if (doubtful) fillLinearCandidate(linear, problem, state, rules, { parent, column })
    const newForm = doubtful
      ? linear.newForm
      : !isCollinear(rest) && !isKnownForm(state, rules, parent, column)
    const limited = rules.overLimit === 'refused' || problem.targets.length === 1
    const question = {
      newForm,
      leastShare: leastShareOf(state, rules, newForm),
      limit: limited ? rules.gainLimit(state.rss, state.previousGain) : Number.POSITIVE_INFINITY,
      everyKnot: triesEveryKnot || settings.linearOnly[column],
    }
    return { question, doubtful }
  }
}

/** Cuts the predictors into bins and gets the arrays that the passes work on. */
function screenWork(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
  triesEveryKnot: boolean,
): ScreenWork {
  const limit = triesEveryKnot ? problem.rows : settings.maxKnots
  const boundaries = columns.map((column) =>
    boundariesOf(problem.design[column], problem.orderOf(column), limit),
  )
  const most = Math.max(0, ...boundaries.map(({ length }) => length))
  const size = { rows: problem.rows, predictors: columns.length, bins: most + 1, tables }
  const sums = (settings.webAssembly ? fastestRowSums : plainRowSums)(size)
  for (const [at, column] of columns.entries()) {
    fillBins(
      problem.design[column],
      problem.orderOf(column),
      boundaries[at],
      sums.bins[at],
      sums.above[at],
    )
  }
  const { spansUnder } = createPairQuestions(problem, settings)
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
