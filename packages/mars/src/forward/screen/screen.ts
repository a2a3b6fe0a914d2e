// The screen of a step: what every parent and predictor gains, by products kept from step to step, so
// that few of them need be searched row by row. It owns some of the predictors; another screen, perhaps
// on another thread, owns others, and no figure depends on who owns what.
import { ownMemory } from '../../kernel/memory.ts'
import { largest } from '../../linear-algebra/sums.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import { emptyLinearCandidate, fillLinearCandidate, isKnownForm } from '../pair/linear-candidate.ts'
import type { PairQuestions } from '../pair/pair-questions.ts'
import { leastShareOf } from '../pair/pair-search.ts'
import {
  bytesOf,
  catchUp,
  mostBytesOf,
  type ParentProducts,
  startParent,
} from './parent-products.ts'
import { type ScreenSettings, screensEveryKnot, screenWork } from './screen-work.ts'
import {
  type PromisingWindow,
  promisingWindow,
  type ScreenedPair,
  type ScreenQuestion,
  screenPair,
} from './screened-pair.ts'

/** A parent, by its place among the live terms, and the predictors to try under it. */
export interface ParentColumns {
  readonly parent: number
  readonly columns: readonly number[]
}

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

/** What rounding makes of a difference of two sums of squares, as a share of the first. */
const roundedDifference = 1e-13

/** What rounding makes of a gain by itself, as a share of it. */
const roundedGain = 1e-8

/** Where rounding can do so much, the screen tells nothing. */
const mostRounding = 0.01

/** Makes the screen of some predictors. */
export function createScreen(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
  { spansUnder }: Pick<PairQuestions, 'spansUnder'>,
): Screen {
  const { rules } = settings
  const triesEveryKnot = screensEveryKnot(problem.rows, settings)
  const work = screenWork(problem, settings, columns, { spansUnder })
  const linear = emptyLinearCandidate(problem)
  const known = new Map<LiveTerm, ParentProducts>()
  const places = new Map(columns.map((column, at) => [column, at]))
  const unitsCount = rules.takesColumnMean === 'before-normalising'
  const sizes = columns.map((column) => (unitsCount ? largest(problem.design[column]) : 0))
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
      return wanted[at].columns.map((column) => screened(state, products, column))
    })
  }

  function window(
    state: ForwardState,
    { parent, column }: { readonly parent: LiveTerm; readonly column: number },
    leastGain: number | null,
  ): PromisingWindow | null {
    const at = placeOf(column)
    const products = known.get(parent)
    if (products === undefined || triesEveryKnot) return null
    const { question, doubtful } = questionOf(state, products, column)
    if (doubtful) return null
    return promisingWindow(products.kept[at], question, work.boundaries[at], leastGain, work.gains)
  }

  /** Where a design column stands among those of this screen. */
  function placeOf(column: number): number {
    return places.get(column) ?? Number.NaN
  }

  /** The products of a parent that are kept; undefined where there is no room for them. */
  function keptProducts(parent: LiveTerm): ParentProducts | undefined {
    const found = known.get(parent)
    if (found !== undefined) return found
    if (mostBytesOf(work) > room) return undefined
    const products = startParent(work, parent, problem.memory)
    room -= bytesOf(products)
    known.set(parent, products)
    return products
  }

  /** The products of a parent for this step only. */
  function passingProducts(state: ForwardState, parent: LiveTerm): ParentProducts {
    const products = startParent(work, parent, ownMemory)
    catchUp(work, state.live, [products])
    return products
  }

  /** What one parent and predictor gain. */
  function screened(state: ForwardState, products: ParentProducts, column: number): ScreenedPair {
    const { question, doubtful } = questionOf(state, products, column)
    const answer = screenPair(products.kept[placeOf(column)], question, work.gains)
    // Too little may be left of the predictor itself to tell what it and its hinges gain.
    const unknown = (doubtful && question.newForm) || question.rounding > mostRounding
    return unknown ? { ...answer, bound: Number.POSITIVE_INFINITY } : answer
  }

  /** What is asked of kept products, and whether rounding hides how much is left of the predictor itself. */
  function questionOf(
    state: ForwardState,
    { parent, length, kept }: ParentProducts,
    column: number,
  ): { readonly question: ScreenQuestion; readonly doubtful: boolean } {
    const at = placeOf(column)
    const { left, raw, variance } = kept[at]
    const last = left.length - 1
    const rest = left[last]
    const slack = roundedDifference * raw
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
      rounding: roundedGain + 100 * offCentre(state, length * sizes[at]),
    }
    return { question, doubtful }
  }

  /**
   * How far from their centres the rules take columns, in lengths of a column: by the mean of each live
   * term's column, and by rounding of a mean that grows with the unit of parent times predictor.
   */
  function offCentre({ live }: ForwardState, unit: number): number {
    if (!unitsCount) return 0
    const means = live.slice(1).reduce((sum, { mean }) => sum + Math.abs(mean), 0)
    return means * Math.sqrt(problem.rows) + Number.EPSILON * unit
  }
}
