// K-fold cross-validation (Stone 1974; Hastie, Tibshirani and Friedman, The Elements of Statistical
// Learning, 7.10): every fold is predicted by a model fitted to the other rows.
import type { MarsMatrix } from '../design/matrix.ts'
import type { MarsTable } from '../design/table.ts'
import { type TrainingData, trainingData } from '../design/training-data.ts'
import type { MarsResponseValues } from '../design/training-input.ts'
import { MarsError } from '../errors.ts'
import { fitData } from '../fit-data.ts'
import type { MarsModel } from '../mars-model.ts'
import { type ResolvedOptions, resolveOptions } from '../options/resolve-options.ts'
import { predictAs } from '../predict.ts'
import { designOf } from '../pruned-model.ts'
import { type CrossValidationOptions, foldOptions } from './cross-validation-options.ts'
import { foldsOf } from './folds.ts'
import { rowsOf, rsqOf, worst } from './out-of-fold.ts'

/**
 * How well models predict rows that they were not fitted to.
 *
 * @public
 */
export interface MarsCrossValidation extends MarsOutOfFold {
  /** All folds, those of the first time first. */
  readonly folds: readonly MarsFold[]
}

/**
 * Figures of rows that a model was not fitted to; over all folds RSq, terms and predictors are means,
 * errors the worst.
 *
 * @public
 */
export interface MarsOutOfFold {
  /** The mean of {@link MarsOutOfFold.rsqPerResponse}, weighted by option `wp`: R's CVRSq. */
  readonly rsq: number
  /**
   * For each response 1 − RSS/RSS of its mean in these rows, below 0 if the mean is better; 0 where it
   * is constant in them. With case weights both sums are weighted. Of the least-squares coefficients,
   * also with option `glm`, as in R.
   */
  readonly rsqPerResponse: readonly number[]
  /** The error, response less prediction, that is farthest from 0, over all responses. */
  readonly maxError: number
  /** The same of each response. With option `glm` the prediction is the GLM's. */
  readonly maxErrorPerResponse: readonly number[]
  /** Selected terms, the intercept included. */
  readonly terms: number
  /** Design columns that occur in them. */
  readonly predictors: number
}

/**
 * One fold.
 *
 * @public
 */
export interface MarsFold extends MarsOutOfFold {
  /** The rows that were left out and predicted: their numbers, from 0, in the table. */
  readonly rows: Int32Array
  /** Predictions of these rows: rows × responses, column-major; with option `glm` the GLM's means. */
  readonly predictions: Float64Array
  /** The model fitted to the other rows. */
  readonly model: MarsModel
}

/**
 * Cross-validates a fit: leaves out one fold of the rows after another, fits to the others with the
 * same options, and tells how well the rows left out are predicted.
 *
 * Columns are read once, over all rows: levels of factors are those of the whole table.
 * `onProgress` is called with the forward steps of one fold after another, and `signal` ends them all.
 * A fold takes more than a few rows for its RSq to mean much.
 *
 * @param table - columns by name, or row objects
 * @param response - the name of the column to predict, or of several; an array of texts beside a matrix
 * is the response itself
 * @param options - those of the fits, and how rows are put into folds
 *
 * @throws MarsError as {@link fitMars} does; `invalid-option` for the folds.
 *
 * @example
 * ```ts
 * import { crossValidate } from '@byo/mars'
 *
 * const x = Array.from({ length: 60 }, (_, i) => (i * 7) % 60)
 * const y = x.map((value, i) => Math.abs(value - 25) + Math.sin(i * i))
 * const { rsq, maxError, folds } = crossValidate({ x, y }, 'y', { nfold: 5, ncross: 2 })
 * console.log(rsq, maxError)
 * for (const fold of folds) console.log(fold.rsq, fold.terms, fold.rows.length)
 * ```
 *
 * @public
 */
export function crossValidate(
  table: MarsTable | MarsMatrix,
  response: string | readonly string[],
  options?: CrossValidationOptions,
): MarsCrossValidation
/**
 * Cross-validates a fit of responses given by their values to all columns of a table or a matrix.
 *
 * @param x - a table or a matrix
 * @param y - the values of the responses
 * @param options - those of the fits, and how rows are put into folds
 *
 * @public
 */
export function crossValidate(
  x: MarsTable | MarsMatrix,
  y: MarsResponseValues,
  options?: CrossValidationOptions,
): MarsCrossValidation
export function crossValidate(
  x: MarsTable | MarsMatrix,
  y: string | readonly string[] | MarsResponseValues,
  options: CrossValidationOptions = {},
): MarsCrossValidation {
  const given = foldOptions(options)
  const resolved = resolveOptions(given.fit)
  const data = trainingData(x, y, resolved)
  const times = foldsOf(data, given.folds)
  const folds = times.flatMap((labels) =>
    Array.from({ length: given.folds.nfold }, (_, at) =>
      foldOf(data, resolved, { labels, fold: at + 1 }),
    ),
  )
  const mean = (read: (fold: MarsFold) => number): number =>
    folds.reduce((sum, fold) => sum + read(fold), 0) / folds.length
  return {
    rsq: mean(({ rsq }) => rsq),
    rsqPerResponse: data.responses.map((_, r) => mean(({ rsqPerResponse }) => rsqPerResponse[r])),
    maxError: worst(folds.map(({ maxError }) => maxError)),
    maxErrorPerResponse: data.responses.map((_, r) =>
      worst(folds.map(({ maxErrorPerResponse }) => maxErrorPerResponse[r])),
    ),
    terms: mean(({ terms }) => terms),
    predictors: mean(({ predictors }) => predictors),
    folds,
  }
}

/** Fits to the rows outside a fold, and predicts those in it. */
function foldOf(
  data: TrainingData,
  resolved: ResolvedOptions,
  { labels, fold }: { readonly labels: readonly number[]; readonly fold: number },
): MarsFold {
  const places = [...labels.keys()]
  const inside = places.filter((row) => labels[row] !== fold)
  const left = rowsOf(
    data,
    places.filter((row) => labels[row] === fold),
  )
  if (inside.length < 2 || left.rows === 0) {
    throw new MarsError(
      'invalid-option',
      `Fold ${fold} has ${left.rows} of the ${data.rows} rows: it takes at least one, and two outside.`,
    )
  }
  const model = fitData(rowsOf(data, inside), resolved).toModel()
  const predictions = predictAs(model.value, designOf(left), 'response')
  const byLeastSquares = predictAs(model.value, designOf(left), 'earth')
  const part = (all: Float64Array, r: number): Float64Array =>
    all.subarray(r * left.rows, (r + 1) * left.rows)
  const rsqPerResponse = left.y.map((y, r) => rsqOf(y, part(byLeastSquares, r), left.weights))
  const maxErrorPerResponse = left.y.map((y, r) => {
    const predicted = part(predictions, r)
    return worst(y.map((value, i) => value - predicted[i]))
  })
  const shares = resolved.wp ?? data.responses.map(() => 1)
  const total = shares.reduce((sum, share) => sum + share, 0)
  const { selected, dirs } = model.value
  return {
    rsq: rsqPerResponse.reduce((sum, rsq, r) => sum + shares[r] * rsq, 0) / total,
    rsqPerResponse,
    maxError: worst(maxErrorPerResponse),
    maxErrorPerResponse,
    terms: selected.length,
    predictors: data.columns.filter((_, v) => selected.some((index) => dirs[index][v] !== 0))
      .length,
    rows: left.kept,
    predictions,
    model,
  }
}
