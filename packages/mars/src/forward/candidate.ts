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

/**
 * Finds the best candidate of a step. The forward pass knows nothing of how: a faster search, one
 * on several threads or one that keeps its products from step to step takes this one's place.
 */
export type CandidateSearch = (state: ForwardState, parents: readonly LiveTerm[]) => SearchResult
