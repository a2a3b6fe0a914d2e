import type { CoefficientMethod } from '../rules/coefficient-method.ts'
import type { PruningMethod } from '../rules/pruning-method.ts'
import type { FactorOptions } from './factor-options.ts'
import type { GlmOptions } from './glm-options.ts'
import type { MarsProposal } from './proposed-factor.ts'

/**
 * What can be asked of {@link fitMars}, in R's names.
 *
 * @example
 * ```ts
 * import { fitMars, type MarsOptions } from '@byo/mars'
 *
 * const options: MarsOptions = { degree: 2, nk: 31, unseenLevels: 'baseline' }
 * fitMars({ x: [1, 2, 3, 4], colour: ['red', 'blue', 'red', 'blue'], y: [1, 2, 3, 5] }, 'y', options)
 * ```
 *
 * @public
 */
export interface MarsOptions {
  /**
   * Whose rules to follow to the last digit: those of R's `earth`, those of R's `mda::mars`, or our
   * own.
   * @defaultValue null: our own
   */
  readonly compat?: 'earth' | 'mda' | null | undefined
  /**
   * Most factors in a term: 1 for an additive model, 2 for pairwise interactions; at most 100.
   * @defaultValue 1
   */
  readonly degree?: number | undefined
  /**
   * Most terms of the forward pass, from 1 to 1000, the intercept and unused partners included.
   * @defaultValue min(200, max(20, 2p)) + 1 for p design columns; under `mda` max(21, 2p + 1)
   */
  readonly nk?: number | undefined
  /**
   * Charge per knot in the GCV; 0 charges terms only, −1 nothing.
   * @defaultValue 2, or 3 if `degree` is above 1
   */
  readonly penalty?: number | undefined
  /**
   * Least gain of a forward step, from 0 (on to `nk`) to below 1: in RSq, under `mda` as a share of
   * the RSS left.
   * @defaultValue 0.001
   */
  readonly thresh?: number | undefined
  /**
   * Rows between knots: 0 automatic, above 0 that many, −k for k knots on each predictor. Not with
   * `mda`.
   * @defaultValue 0
   */
  readonly minspan?: number | undefined
  /**
   * Rows at each end that hold no knot; 0 automatic. Not with `mda`.
   * @defaultValue 0
   */
  readonly endspan?: number | undefined
  /**
   * By how much interactions stretch `endspan`, 0 to 10: times this (1 or less leaves it); under
   * `earth` times 1 + this, as it does. Not with `mda`.
   * @defaultValue 3, under `earth` 2: either way three times
   */
  readonly adjustEndspan?: number | undefined
  /**
   * Handicap of predictors not yet in the model: their gain is divided by 1 + this. Not with `mda`.
   * @defaultValue 0
   */
  readonly newvarPenalty?: number | undefined
  /**
   * How many parents to search at each step (Fast MARS); 0 for all, and at least 3. Only with
   * `earth`.
   * @defaultValue 20
   */
  readonly fastK?: number | undefined
  /**
   * How fast parents lose their place in the Fast MARS queue. Only with `earth`.
   * @defaultValue 1
   */
  readonly fastBeta?: number | undefined
  /**
   * Whether a predictor that is best without a knot enters as itself, not as a hinge. Not with
   * `mda`.
   * @defaultValue true
   */
  readonly autoLinpreds?: boolean | undefined
  /**
   * Names of columns that may enter only linearly; a text column's name stands for all its levels,
   * and a design column's name (`Speciesversicolor`) for itself. Not with `mda`.
   * @defaultValue none
   */
  readonly linpreds?: readonly string[] | undefined
  /**
   * Case weights: for each row a number of at least 0, or the name of the table's column that holds
   * them, which then is no predictor. RSS and GCV become weighted sums. Not with `mda`, which takes
   * weights and ignores them.
   * @defaultValue none: every row counts alike
   */
  readonly weights?: string | readonly number[] | Float64Array | undefined
  /**
   * Response weights, a number of at least 0 (under `mda` above 0) for each response: each is fitted
   * times the root of its weight over the mean weight (under `mda` over the sum), and its
   * coefficients are those of the response as it is. RSS and GCV are those of the responses so
   * multiplied.
   * @defaultValue none: every response counts alike
   */
  readonly wp?: readonly number[] | undefined
  /**
   * Whether a predictor may become the next factor of a term: called once for each term and design
   * column that could be multiplied. R's `allowed(degree, pred, parents, namesx)` gets the same
   * facts as numbers: `pred` stands for `column`, and `parents` has the `dir` of each column. Not
   * with `mda`.
   * @defaultValue all may
   * @example
   * ```ts
   * import { fitMars } from '@byo/mars'
   *
   * const table = { x1: [1, 2, 3, 4, 5], x2: [2, 1, 4, 3, 5], y: [1, 2, 3, 4, 9] }
   * // x1 only by itself
   * fitMars(table, 'y', {
   *   degree: 2,
   *   allowed: ({ degree, predictor, parents }) =>
   *     degree === 1 || (predictor !== 'x1' && parents.every((each) => each.predictor !== 'x1')),
   * })
   * ```
   */
  readonly allowed?: ((proposal: MarsProposal) => boolean) | undefined
  /**
   * How terms are pruned: see {@link PruningMethod}.
   * @defaultValue 'backward'
   */
  readonly pmethod?: PruningMethod | undefined
  /**
   * How the coefficients of the selected terms are found: see {@link CoefficientMethod}. With
   * `pmethod` `'none'` by least squares in any case.
   * @defaultValue 'averaged', under `earth` and `mda` 'least-squares', which is all they have
   */
  readonly coefficients?: CoefficientMethod | undefined
  /**
   * How many observations the rows stand for: n of the GCV. Where weights are counts of equal rows, it
   * is their sum. Not with `earth` and `mda`.
   * @defaultValue the number of rows, those with weight 0 left out
   */
  readonly observations?: number | undefined
  /**
   * Most terms after pruning, the intercept included. With `pmethod` `'none'` the first so many
   * forward terms stay. Not with `mda`.
   * @defaultValue no bound
   */
  readonly nprune?: number | undefined
  /**
   * Generalised linear models on the terms that least squares has selected, one a response: see {@link
   * GlmOptions}. Not with `mda`.
   * @defaultValue none
   */
  readonly glm?: GlmOptions | undefined
  /**
   * Most knots tried at first for a predictor and a parent, at least 10. Where there are more than twice as
   * many rows, the knots between the best of them are tried after that, so that the outcome hardly ever
   * differs from that of trying all at once (`Infinity`), which takes longer. Not with `earth` and `mda`,
   * which try all.
   * @defaultValue 500
   */
  readonly maxKnots?: number | undefined
  /**
   * Bytes that the search may keep from step to step, beside the columns. What does not fit is worked out
   * again at every step: the fit takes longer and comes out the same.
   * @defaultValue 2³⁰
   */
  readonly searchMemory?: number | undefined
  /**
   * Whether WebAssembly may be used where there is one. The results are the same to the last bit.
   * @defaultValue true
   */
  readonly webAssembly?: boolean | undefined
  /**
   * Whether the column of ones stands among the design columns, as in R's `model.matrix(~ .)`. It
   * is never chosen, but counts as a column where spans and the default `nk` depend on how many
   * there are.
   * @defaultValue false
   */
  readonly interceptColumn?: boolean | undefined
  /**
   * What prediction does with a text never seen in training: refuse it, or take it for the first
   * level.
   * @defaultValue 'error'
   */
  readonly unseenLevels?: UnseenLevels | undefined
  /**
   * For the columns that are factors, by name, how: see {@link FactorOptions}. Text columns are
   * factors without being named here; a column of numbers or booleans becomes one by it.
   * @defaultValue none named
   */
  readonly factors?: { readonly [column: string]: FactorOptions } | undefined
  /**
   * What to do where a value is missing: see {@link MissingValues}. `'terms'` only by our own rules.
   * @defaultValue 'refuse'
   */
  readonly missing?: MissingValues | undefined
  /**
   * Names of the columns of a matrix.
   * @defaultValue x1, x2 …
   */
  readonly columnNames?: readonly string[] | undefined
  /** Called after each accepted forward step; the fit waits for it to return. */
  readonly onProgress?: ((progress: MarsProgress) => void) | undefined
  /**
   * Looked at before each forward step. The fit never waits, so abort it in `onProgress` or before.
   */
  readonly signal?: AbortSignalLike | undefined
}

/**
 * What prediction does with a text never seen in training.
 *
 * @public
 */
export type UnseenLevels = 'error' | 'baseline'

/**
 * What is done where a value is missing: null, undefined or NaN.
 *
 * - `'refuse'`: it is an error that names column and row
 * - `'omit'`: the fit leaves the row out; where a predictor that the model uses lacks its value, the
 *   prediction is NaN
 * - `'terms'`: predictors may lack values, not responses. Terms with such a predictor are 0 where it is
 *   missing, and `missing(name)`, 1 where it is, may enter the model. Neither counts as a factor
 *   towards `degree`. At prediction only columns that lacked values in training may lack some
 *
 * @public
 */
export type MissingValues = 'refuse' | 'omit' | 'terms'

/**
 * Where the forward pass stands.
 *
 * @public
 */
export interface MarsProgress {
  /** Accepted steps, from 1. */
  readonly step: number
  /** Terms so far, with the intercept. */
  readonly terms: number
  /** Residual sum of squares over all responses, in their own units. */
  readonly rss: number
  /** Generalised cross-validation criterion with the terms so far. */
  readonly gcv: number
  /** 1 − RSS/RSS of the mean, with the terms so far. */
  readonly rsq: number
  /** 1 − GCV/GCV of the mean, with the terms so far. */
  readonly grsq: number
}

/**
 * As much of an `AbortSignal` as is looked at.
 *
 * @public
 */
export interface AbortSignalLike {
  /** True once the work is to end; a fit reads it before each forward step. */
  readonly aborted: boolean
  /** Becomes the `cause` of the `aborted` error. */
  readonly reason?: unknown
  /** How work on several threads, which waits, hears of the end at once. */
  addEventListener?(type: 'abort', listener: () => void): void
  /** Takes the listener back when the work is done. */
  removeEventListener?(type: 'abort', listener: () => void): void
}
