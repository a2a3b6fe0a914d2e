// MARS as Friedman (1991) lays it out: design columns; forward pass (Algorithm 2); backward pass
// (Algorithm 3); least squares on the terms that stay.
import { backwardPass, type Pruned } from './backward/backward-pass.ts'
import { explained, gcv } from './criteria/gcv.ts'
import { columnOrigins } from './design/predictor.ts'
import { responseScales } from './design/response-weights.ts'
import type { MarsTable } from './design/table.ts'
import { trainingData } from './design/training-data.ts'
import { MarsError } from './errors.ts'
import { forwardPass } from './forward/forward-pass.ts'
import { leastSquares } from './linear-algebra/least-squares.ts'
import { centredSumOfSquares, sumOfSquares } from './linear-algebra/sums.ts'
import { centredWeightedRows, weightedRows } from './linear-algebra/weighted-rows.ts'
import { MarsModel } from './mars-model.ts'
import type { MarsModelValue } from './model.ts'
import { type ForwardSettings, forwardSettings } from './options/forward-settings.ts'
import type { MarsOptions } from './options/mars-options.ts'
import { resolveOptions } from './options/resolve-options.ts'

/**
 * Fits a MARS model: the response from all other columns of the table.
 *
 * Text columns become 0/1 columns, one for each level but the first, as R's treatment contrasts.
 *
 * @param table - columns by name, or row objects; at least 2 rows, no missing value
 * @param response - the name of the column to predict, or of several
 * @param options - see {@link MarsOptions}; every one has a default
 *
 * @throws MarsError `unknown-option`, `invalid-option` and `unsupported-option` for the options;
 * `missing-column`, `missing-value`, `wrong-type`, `empty-table`, `ragged-table`, `invalid-table`,
 * `single-level`, `duplicate-column` and `overflow` for the table; `aborted` by the signal.
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
  table: MarsTable,
  response: string | readonly string[],
  options: MarsOptions = {},
): MarsModel {
  const resolved = resolveOptions(options)
  const data = trainingData(table, response, resolved)
  const origins = columnOrigins(data.predictors, resolved.interceptColumn)
  const settings = forwardSettings(resolved, origins)
  refusePruning(settings, data.responses.length)

  const sqrtWeights =
    data.weights && (settings.rules.usableWeights(data.weights)?.map(Math.sqrt) ?? null)
  const scales = responseScales(settings.wp, data.responses, settings.rules)
  const responses = data.y.map((each, r) => each.map((value) => value * scales[r]))
  const y = responses.map((each) => weightedRows(each, sqrtWeights))
  const forward = forwardPass({ design: data.x, responses, sqrtWeights }, settings)
  const pruned = backwardPass({ ...forward, responses: y }, settings)
  const columns = pruned.selected.map((index) => forward.columns[index])
  const coefficients = leastSquares(columns, y)

  return new MarsModel({
    compat: settings.rules.compat,
    columns: data.columns,
    responses: data.responses,
    dirs: forward.terms.map(({ dirs }) => dirs),
    cuts: forward.terms.map(({ cuts }) => cuts),
    selected: pruned.selected,
    coefficients: coefficients.map((each, r) =>
      finite([...each.map((value) => value / scales[r])]),
    ),
    ...fitStatistics(pruned, { y: responses, sqrtWeights }, settings),
    termination: forward.termination,
    rows: data.rows,
    settings: {
      degree: settings.degree,
      nk: settings.nk,
      penalty: settings.penalty,
      thresh: settings.thresh,
    },
    predictors: data.predictors,
    interceptColumn: settings.interceptColumn,
    unseenLevels: settings.unseenLevels,
  })
}

/** Refuses a way to prune that the rules do not have for so many responses. */
function refusePruning({ rules, pmethod }: ForwardSettings, responses: number): void {
  const methods = rules.pruneMethods(responses)
  if (methods.includes(pmethod)) return
  const several = rules.pruneMethods(1).includes(pmethod) ? ` with ${responses} responses` : ''
  throw new MarsError(
    'unsupported-option',
    `Option pmethod is '${pmethod}', which does not go with compat '${rules.compat}'${several}: it can be ${methods.map((each) => `'${each}'`).join(' or ')}.`,
  )
}

/** RSS and GCV, and both beside those of the mean. */
function fitStatistics(
  pruned: Pruned,
  data: { readonly y: readonly Float64Array[]; readonly sqrtWeights: Float64Array | null },
  settings: ForwardSettings,
): Pick<MarsModelValue, 'rss' | 'gcv' | 'rsq' | 'grsq'> {
  const { rules, penalty } = settings
  const rssNull = data.y.reduce((sum, y) => sum + nullSum(y, data.sqrtWeights), 0)
  const cost = { rows: data.y[0].length, penalty, whenUsedUp: rules.gcvWhenUsedUp }
  const reported = (value: number): number => (Math.abs(value) < rules.reportedZero ? 0 : value)
  return {
    rss: pruned.rss,
    gcv: pruned.gcv,
    rsq: reported(explained(pruned.rss, rssNull)),
    grsq: reported(explained(pruned.gcv, gcv(rssNull, 1, cost))),
  }
}

/** The sum of squares about the mean, weighted if rows have weights. */
function nullSum(y: Float64Array, sqrtWeights: Float64Array | null): number {
  return sqrtWeights ? sumOfSquares(centredWeightedRows(y, sqrtWeights)) : centredSumOfSquares(y)
}

/** The coefficients, unless products of very large numbers have run out of what a double holds. */
function finite(coefficients: readonly number[]): readonly number[] {
  if (coefficients.every(Number.isFinite)) return coefficients
  throw new MarsError(
    'overflow',
    'The coefficients overflow: rescale the columns with very large numbers.',
  )
}
