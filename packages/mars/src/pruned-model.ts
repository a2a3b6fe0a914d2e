// The second half of a fit, from the forward terms on: backward pass; least squares on the terms
// that stay; the figures that tell how well they fit.
import { backwardPass, type PricedPath } from './backward/backward-pass.ts'
import { explained, type GcvCost, gcv } from './criteria/gcv.ts'
import type { Design } from './design/read-design.ts'
import type { TrainingData } from './design/training-data.ts'
import { MarsError } from './errors.ts'
import type { ForwardResult } from './forward/forward-pass.ts'
import { leastSquares } from './linear-algebra/least-squares.ts'
import { residualSum } from './linear-algebra/residual-sum.ts'
import { centredSumOfSquares } from './linear-algebra/sums.ts'
import type { MarsModelValue, MarsStatistics, MarsSubset } from './model.ts'
import type { ForwardSettings } from './options/forward-settings.ts'

/** What is left to prune once the forward pass is done; nothing in it ever changes. */
export interface Training {
  readonly data: TrainingData
  readonly settings: ForwardSettings
  readonly forward: ForwardResult
}

/** Prunes the forward terms and fits what stays. */
export function prunedModel(training: Training): MarsModelValue {
  const { data, settings, forward } = training
  const pruned = backwardPass({ ...forward, responses: data.y }, settings)
  const columns = basisColumns(training, pruned.selected)
  const coefficients = leastSquares(columns, data.y).map((each) => finite([...each]))
  const statistics = statisticsOf(training, data.y)

  return {
    compat: settings.rules.compat,
    columns: data.columns,
    responses: data.responses,
    dirs: forward.terms.map(({ dirs }) => dirs),
    cuts: forward.terms.map(({ cuts }) => cuts),
    selected: pruned.selected,
    coefficients,
    ...statistics(pruned.rss, pruned.gcv),
    perResponse: data.y.map((y, r) => {
      const rss = residualSum(columns, y, coefficients[r])
      const each = gcv(rss, columns.length, costOf(training))
      return statisticsOf(training, [y])(rss, each)
    }),
    subsets: subsetsOf(pruned.path, statistics),
    termination: forward.termination,
    rows: data.rows,
    settings: {
      degree: settings.degree,
      nk: settings.nk,
      penalty: settings.penalty,
      thresh: settings.thresh,
      pmethod: settings.pmethod,
      ...(Number.isFinite(settings.nprune) ? { nprune: settings.nprune } : {}),
    },
    predictors: data.predictors,
    responseSources: data.responseSources,
    interceptColumn: settings.interceptColumn,
    unseenLevels: settings.unseenLevels,
    missing: settings.missing,
  }
}

/**
 * The columns that least squares runs on for these of the forward terms; leverages and ANOVA come
 * from the same ones.
 */
export function basisColumns(
  { forward }: Training,
  terms: readonly number[],
): readonly Float64Array[] {
  return terms.map((index) => forward.columns[index])
}

/** The training rows to predict from. */
export function designOf({ rows, x }: TrainingData): Design {
  return { rows, columns: x, lacksValues: false }
}

/** What the GCV of this fit reckons with. */
export function costOf({ data, settings }: Training): GcvCost {
  return {
    rows: data.rows,
    penalty: settings.penalty,
    whenUsedUp: settings.rules.gcvWhenUsedUp,
  }
}

/** Puts RSS and GCV beside those of the mean of the responses. */
function statisticsOf(
  training: Training,
  responses: readonly Float64Array[],
): (rss: number, gcvOfIt: number) => MarsStatistics {
  const { rules } = training.settings
  const rssNull = responses.reduce((sum, y) => sum + centredSumOfSquares(y), 0)
  const gcvNull = gcv(rssNull, 1, costOf(training))
  const reported = (value: number): number => (Math.abs(value) < rules.reportedZero ? 0 : value)
  return (rss, gcvOfIt) => ({
    rss,
    gcv: gcvOfIt,
    rsq: reported(explained(rss, rssNull)),
    grsq: reported(explained(gcvOfIt, gcvNull)),
  })
}

/** The subsets of the path with their figures. */
function subsetsOf(
  path: PricedPath,
  statistics: (rss: number, gcvOfIt: number) => MarsStatistics,
): readonly MarsSubset[] {
  return path.members.map((members, index) => ({
    members,
    ...statistics(path.rss[index], path.gcv[index]),
  }))
}

/** The coefficients, unless products of very large numbers have run out of what a double holds. */
function finite(coefficients: readonly number[]): readonly number[] {
  if (coefficients.every(Number.isFinite)) return coefficients
  throw new MarsError(
    'overflow',
    'The coefficients overflow: rescale the columns with very large numbers.',
  )
}
