// MARS as Friedman (1991) lays it out: design columns; forward pass (Algorithm 2); backward pass
// (Algorithm 3); least squares on the terms that stay.
import type { MarsMatrix } from './design/matrix.ts'
import type { MarsTable } from './design/table.ts'
import { trainingData } from './design/training-data.ts'
import type { MarsResponseValues } from './design/training-input.ts'
import { fitData } from './fit-data.ts'
import type { MarsFit } from './mars-fit.ts'
import type { MarsOptions } from './options/mars-options.ts'
import { resolveOptions } from './options/resolve-options.ts'

/**
 * Fits a MARS model: the response from all other columns of the table.
 *
 * Text columns become 0/1 columns, one for each level but the first, as R's treatment contrasts; a
 * response of texts becomes one 0/1 column, or one a level if it has more than two.
 *
 * @param table - columns by name, or row objects; at least 2 rows
 * @param response - the name of the column to predict, or of several; an array of texts beside a matrix
 * is the response itself
 * @param options - see {@link MarsOptions}; every one has a default
 *
 * @throws MarsError `unknown-option`, `invalid-option` and `unsupported-option` for the options;
 * `missing-column`, `missing-value`, `wrong-type`, `empty-table`, `ragged-table`, `invalid-table`,
 * `single-level`, `unseen-level`, `duplicate-column` and `overflow` for the table; `aborted` by the
 * signal.
 *
 * @example
 * ```ts
 * import { fitMars } from '@byo/mars'
 *
 * const table = {
 *   girth: [8.3, 8.6, 8.8, 10.5, 10.7, 10.8, 11, 11.2, 12, 13.3, 14.5, 16],
 *   site: ['hill', 'hill', 'vale', 'vale', 'hill', 'vale', 'vale', 'hill', 'vale', 'hill', 'vale', 'hill'],
 *   volume: [10.3, 10.3, 10.2, 16.4, 18.8, 19.7, 15.6, 19.9, 19.1, 27.4, 36.3, 38.3],
 * }
 * const model = fitMars(table, 'volume', { degree: 2 })
 * console.log(model.summary())
 * console.log(model.predict([{ girth: 9.5, site: 'vale' }]))
 * ```
 *
 * @public
 */
export function fitMars(
  table: MarsTable | MarsMatrix,
  response: string | readonly string[],
  options?: MarsOptions,
): MarsFit
/**
 * Fits a MARS model: responses given by their values from all columns of a table or a matrix.
 *
 * @param x - a table, or a matrix, whose columns are named x1, x2 … or as `columnNames` says
 * @param y - the values of the response `y`; or several responses as a matrix (y1, y2 …) or a table
 * @param options - see {@link MarsOptions}; every one has a default
 *
 * @example
 * ```ts
 * import { fitMars } from '@byo/mars'
 *
 * const x = [[8.3, 70], [8.6, 65], [8.8, 63], [10.5, 72], [10.7, 81], [10.8, 83]]
 * const model = fitMars(x, [10.3, 10.3, 10.2, 16.4, 18.8, 19.7])
 * model.predict([[9.5, 71]])
 * ```
 *
 * @public
 */
export function fitMars(
  x: MarsTable | MarsMatrix,
  y: MarsResponseValues,
  options?: MarsOptions,
): MarsFit
export function fitMars(
  x: MarsTable | MarsMatrix,
  y: string | readonly string[] | MarsResponseValues,
  options: MarsOptions = {},
): MarsFit {
  const resolved = resolveOptions(options)
  return fitData(trainingData(x, y, resolved), resolved)
}
