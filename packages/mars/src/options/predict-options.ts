import type { MissingValues, UnseenLevels } from './mars-options.ts'
import { oneOf } from './option-values.ts'
import { unseenLevelsOf } from './resolve-options.ts'

/**
 * What may be said wherever a model is given a table.
 *
 * @public
 */
export interface NewDataOptions {
  /**
   * What to do with a text never seen in training.
   * @defaultValue what the fit was told
   */
  readonly unseenLevels?: UnseenLevels | undefined
  /**
   * Whether a missing value is refused, or makes NaN of what the model works out from its column.
   * Columns with missingness terms may lack values either way.
   * @defaultValue what the fit was told; `'refuse'` after `'terms'`
   */
  readonly missing?: 'refuse' | 'omit' | undefined
}

/**
 * What may be said at prediction.
 *
 * @public
 */
export interface PredictOptions extends NewDataOptions {
  /**
   * What to predict: see {@link PredictionType}.
   * @defaultValue 'response'
   */
  readonly type?: PredictionType | undefined
}

/**
 * What is predicted.
 *
 * - `response`: the response; of a fit with option `glm` the mean that the GLM gives: a probability, or
 *   an expected count
 * - `link`: the sum of the GLM's terms, on the scale of its link; without a GLM the response
 * - `earth`: what the least-squares coefficients give, with a GLM or without
 * - `class`: the name of the class that `response` speaks for
 *
 * R's `predict` of a fit with `glm` gives `link` unless told otherwise.
 *
 * @public
 */
export type PredictionType = 'response' | 'link' | 'earth' | 'class'

/** Every {@link PredictionType}. */
export const predictionTypes: readonly [PredictionType, ...PredictionType[]] = [
  'response',
  'link',
  'earth',
  'class',
]

/**
 * What may be said of the predictions of single rows.
 *
 * @public
 */
export interface RowPredictorOptions extends NewDataOptions {
  /**
   * What to predict: see {@link PredictionType}.
   * @defaultValue 'response'
   */
  readonly type?: Exclude<PredictionType, 'class'> | undefined
}

/** Every type of a prediction that is a number. */
export const rowPredictionTypes: readonly ['response', 'link', 'earth'] = [
  'response',
  'link',
  'earth',
]

/** The names of {@link NewDataOptions}. */
export const newDataNames = ['unseenLevels', 'missing'] as const

/** How a table is to be read, as these options say or else as the fit was told. */
export function resolveNewData(
  given: NewDataOptions,
  fit: { readonly unseenLevels: UnseenLevels; readonly missing: MissingValues },
): { readonly unseenLevels: UnseenLevels; readonly missing: 'refuse' | 'omit' } {
  const byDefault = fit.missing === 'omit' ? 'omit' : 'refuse'
  return {
    unseenLevels: unseenLevelsOf(given.unseenLevels ?? fit.unseenLevels),
    missing: oneOf('missing', given.missing ?? byDefault, ['refuse', 'omit']),
  }
}
