import type { ColumnSearch } from './column-search.ts'
import type { ForwardState, LiveTerm } from './forward-state.ts'

/** What a step could add: a parent times a hinge pair, a single hinge or the predictor itself. */
export interface Candidate {
  readonly parent: LiveTerm
  /** The predictor's design column. */
  readonly column: number
  /** The knot; null where the predictor itself is best. */
  readonly knot: number | null
  /** What it takes off the RSS. */
  readonly gain: number
  /**
   * Whether the predictor times the parent is not yet spanned, so that both hinges of a pair add
   * something.
   */
  readonly newForm: boolean
  /**
   * The other hinge's column where it adds too little to be a term: earth's weighted fits go on
   * with it.
   */
  readonly shadow?: Float64Array
}

/**
 * The best candidate of a step, and how good each parent's own best was (−1: none), in the parents'
 * order.
 */
interface SearchResult {
  readonly best: Candidate | null
  readonly gains: readonly number[]
}

/** Work on pairs of parent and predictor that whoever runs the search has done, here or on other threads. */
export type PairWork = {
  readonly [Kind in keyof ColumnSearch]: {
    readonly kind: Kind
    readonly state: ForwardState
    readonly wanted: Parameters<ColumnSearch[Kind]>[1]
  }
}[keyof ColumnSearch]

/** What comes back of it. */
export type PairResults = ReturnType<ColumnSearch[keyof ColumnSearch]>

/** A computation that hands out work on pairs and goes on with the results. */
export type PairWorker<Result> = Generator<PairWork, Result, PairResults>

/** Finds the best candidate of a step. */
export type CandidateSearch = (
  state: ForwardState,
  parents: readonly LiveTerm[],
) => PairWorker<SearchResult>
