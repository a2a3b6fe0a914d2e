import type { MarsPredictor } from './design/predictor.ts'
import type { MarsResponse } from './design/response.ts'
import type { MarsGlm } from './glm/glm-fit.ts'
import type { MissingValues, UnseenLevels } from './options/mars-options.ts'
import type { CoefficientMethod } from './rules/coefficient-method.ts'
import type { PruningMethod } from './rules/pruning-method.ts'
import type { StopReason } from './rules/stop-reason.ts'

/**
 * A fitted model: plain readonly data, all that prediction and a summary need.
 *
 * @public
 */
export interface MarsModelValue {
  /** The rules it was fitted by; null for our own. */
  readonly compat: 'earth' | 'mda' | null
  /** Names of the design columns, p of them. */
  readonly columns: readonly string[]
  /** Names of the responses. */
  readonly responses: readonly string[]
  /**
   * Forward terms × p, in order of creation: 0 no factor, 1 max(0, x − cut), −1 max(0, cut − x), 2
   * x.
   */
  readonly dirs: readonly (readonly number[])[]
  /** Forward terms × p: the knots; the column's minimum for a factor x. */
  readonly cuts: readonly (readonly number[])[]
  /** The terms that pruning left, as ascending indices into `dirs` from 0. */
  readonly selected: readonly number[]
  /** Responses × selected terms: those of the sums of squares, also where there is a `glm`. */
  readonly coefficients: readonly (readonly number[])[]
  /** Residual sum of squares on the training rows, over all responses. */
  readonly rss: number
  /** Infinity where the terms use up the rows. */
  readonly gcv: number
  /** 1 − RSS/RSS of the mean; 0 for a constant response. */
  readonly rsq: number
  /** 1 − GCV/GCV of the mean; 0 for a constant response, −Infinity where `gcv` is Infinity. */
  readonly grsq: number
  /** The same of each response, from its own residuals; absent from documents that lack it. */
  readonly perResponse?: readonly MarsStatistics[]
  /**
   * The best subset of the forward terms that pruning found for each size from 1; absent from
   * documents that lack it. Without pruning it is what pruning would have found: of the terms that
   * stay, or under `earth`, as it does, of all.
   */
  readonly subsets?: readonly MarsSubset[]
  /** Why the forward pass ended. */
  readonly termination: StopReason
  /** Training rows. */
  readonly rows: number
  /** What the fit was asked for, defaults filled in. */
  readonly settings: MarsSettings
  /** The source columns that make up the design columns. */
  readonly predictors: readonly MarsPredictor[]
  /** The source columns that make up the responses. */
  readonly responseSources: readonly MarsResponse[]
  /** Whether the first design column is the column of ones. */
  readonly interceptColumn: boolean
  /** What prediction does with a text never seen in training, unless told otherwise. */
  readonly unseenLevels: UnseenLevels
  /** What the fit did where a value was missing, and prediction does unless told otherwise. */
  readonly missing: MissingValues
  /** Generalised linear models on the selected terms; absent where the fit was not asked for any. */
  readonly glm?: MarsGlm
}

/**
 * How well terms fit the training rows.
 *
 * @public
 */
export interface MarsStatistics {
  /** Residual sum of squares. */
  readonly rss: number
  /** Infinity where the terms use up the rows. */
  readonly gcv: number
  /** 1 − RSS/RSS of the mean; 0 for a constant response. */
  readonly rsq: number
  /** 1 − GCV/GCV of the mean; 0 for a constant response, −Infinity where `gcv` is Infinity. */
  readonly grsq: number
}

/**
 * The best subset of the forward terms that pruning found at its size.
 *
 * @public
 */
export interface MarsSubset extends MarsStatistics {
  /** Ascending indices into `dirs` from 0. */
  readonly members: readonly number[]
}

/**
 * The settings a summary quotes.
 *
 * @public
 */
export interface MarsSettings {
  /** Most factors in a term. */
  readonly degree: number
  /** Most terms of the forward pass, the intercept and unused partners included. */
  readonly nk: number
  /** Charge per knot in the GCV. */
  readonly penalty: number
  /** Least gain of a forward step: in RSq, under `mda` as a share of the RSS left. */
  readonly thresh: number
  /** How the terms were pruned. */
  readonly pmethod?: PruningMethod
  /** How the coefficients were found. */
  readonly coefficients?: CoefficientMethod
  /** Most terms after pruning; absent where there was no bound. */
  readonly nprune?: number
}
