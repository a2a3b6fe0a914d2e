// The screen of a step: what every parent and predictor gains, by products kept from step to step, so
// that few of them need be searched row by row. It owns some of the predictors; another screen, perhaps
// on another thread, owns others, and no figure depends on who owns what.
import type { ForwardSettings } from '../../options/forward-settings.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import type { KnotWindow } from '../knot-grid.ts'
import { emptyLinearCandidate, fillLinearCandidate, isKnownForm } from '../linear-candidate.ts'
import { createPairQuestions, type QuestionSettings } from '../pair-questions.ts'
import { leastShareOf } from '../pair-search.ts'
import {
  bytesOf,
  catchUp,
  type GroupProducts,
  type ScreenWork,
  squaresFor,
  startGroup,
} from './group-products.ts'
import type { KeptProducts } from './kept-products.ts'
import { boundariesOf, fillBins } from './knot-bins.ts'
import { boundariesWithinSpans, everyKnot } from './knot-choice.ts'
import { type ParentGroup, parentGroups } from './parent-groups.ts'
import { plainRowSums } from './row-sums.ts'
import {
  type ScreenedPair,
  type ScreenQuestion,
  screenPair,
  windowOfBest,
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
  gains(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): readonly (readonly ScreenedPair[])[]
  /** Where the best knot lies, once the pair's gain was asked for; null where that is not known. */
  window(state: ForwardState, parent: LiveTerm, column: number): KnotWindow | null
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
  const triesEveryKnot = problem.rows <= settings.maxKnots
  const work = screenWork(problem, settings, columns, triesEveryKnot)
  const linear = emptyLinearCandidate(problem)
  const groups = new Map<LiveTerm, GroupProducts>()
  let room = settings.searchMemory

  return { gains, window }

  function gains(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): readonly (readonly ScreenedPair[])[] {
    const asked = new Map(wanted.map((each) => [state.live[each.parent], each.columns]))
    const found = new Map<LiveTerm, readonly ScreenedPair[]>()
    for (const group of parentGroups(state.live)) {
      if (!group.some((parent) => asked.has(parent))) continue
      const products = upToDate(state, group)
      for (const [side, parent] of group.entries()) {
        const answers = (asked.get(parent) ?? []).map((column) =>
          screened(state, parent, column, products.kept[side][columns.indexOf(column)]),
        )
        found.set(parent, answers)
      }
    }
    return wanted.map(({ parent }) => found.get(state.live[parent]) ?? [])
  }

  function window(state: ForwardState, parent: LiveTerm, column: number): KnotWindow | null {
    const at = columns.indexOf(column)
    const group = parentGroups(state.live).find((each) => each.includes(parent))
    const products = group && groups.get(group[0])
    if (group === undefined || products === undefined || triesEveryKnot) return null
    const kept = products.kept[group.indexOf(parent)][at]
    const { question, doubtful } = questionOf(state, parent, column, kept)
    return doubtful ? null : windowOfBest(kept, question, work.boundaries[at])
  }

  /** The group's products; those for which there is no room are made anew at every step. */
  function upToDate(state: ForwardState, group: ParentGroup): GroupProducts {
    let products = groups.get(group[0])
    if (products === undefined) {
      products = startGroup(work, group)
      const bytes = bytesOf(products)
      if (bytes <= room) {
        room -= bytes
        groups.set(group[0], products)
      }
    }
    catchUp(work, group, state, products)
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
  const boundaries = columns.map((column) =>
    boundariesOf(problem.design[column], problem.orders[column], settings.maxKnots),
  )
  const most = Math.max(0, ...boundaries.map(({ length }) => length))
  const size = { rows: problem.rows, predictors: columns.length, bins: most + 1, tables }
  const sums = (settings.webAssembly ? fastestRowSums : plainRowSums)(size)
  for (const [at, column] of columns.entries()) {
    fillBins(
      problem.design[column],
      problem.orders[column],
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
    parents: new Float64Array(problem.rows),
    products: new Float64Array(most),
    squares: squaresFor(boundaries),
    chooseKnots: triesEveryKnot
      ? everyKnot(problem, knotRules)
      : boundariesWithinSpans(knotRules),
  }
}
