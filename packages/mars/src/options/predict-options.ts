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
   * Numbers, or the names of the classes that they speak for.
   * @defaultValue 'response'
   */
  readonly type?: 'response' | 'class' | undefined
}

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
