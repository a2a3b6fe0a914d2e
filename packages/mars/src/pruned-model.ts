// The second half of a fit, from the forward terms on: backward pass; least squares on the terms
// that stay; the figures that tell how well they fit; generalised linear models, if asked for.
import {
  averagedCoefficients,
  type SubsetShare,
  subsetShares,
} from './backward/averaged-coefficients.ts'
import { backwardPass, type PricedPath, type Pruned } from './backward/backward-pass.ts'
import { explained, type GcvCost, gcv } from './criteria/gcv.ts'
import type { Design } from './design/read-design.ts'
import type { TrainingData } from './design/training-data.ts'
import type { WorkingColumns } from './design/working-columns.ts'
import { MarsError } from './errors.ts'
import type { ForwardResult } from './forward/forward-pass.ts'
import { restoredCoefficients } from './forward/restored-terms.ts'
import { type GlmData, glmFit } from './glm/glm-fit.ts'
import { leastSquares } from './linear-algebra/least-squares.ts'
import { residualSum } from './linear-algebra/residual-sum.ts'
import { centredSumOfSquares, sumOfSquares } from './linear-algebra/sums.ts'
import { centredWeightedRows, weightedRows } from './linear-algebra/weighted-rows.ts'
import type { MarsModelValue, MarsStatistics, MarsSubset } from './model.ts'
import type { ForwardSettings } from './options/forward-settings.ts'
import { termColumns } from './predict.ts'

/** What is left to prune once the forward pass is done; nothing in it ever changes. */
export interface Training {
  readonly data: TrainingData
  readonly settings: ForwardSettings
  readonly working: WorkingColumns
  readonly forward: ForwardResult
}

/** Prunes the forward terms and fits what stays. */
export function prunedModel(training: Training): MarsModelValue {
  const { data, settings, working, forward } = training
  const responses = weightedResponses(working)
  const { observations, scales } = working
  const pruned = backwardPass({ ...forward, responses, observations }, settings)
  const columns = basisColumns(training, pruned.selected)
  const averages = averagesOf(training, pruned)
  const fitted = averages
    ? averagedCoefficients(columns, responses, averages)
    : leastSquares(columns, responses)
  const residualSums = responses.map((y, r) => residualSum(columns, y, [...fitted[r]]))
  const statistics = statisticsOf(training, working.responses)
  const rss = averages ? residualSums.reduce((sum, each) => sum + each, 0) : pruned.rss
  const selectedTerms = pruned.selected.map((index) => forward.terms[index])

  const model: MarsModelValue = {
    compat: settings.rules.compat,
    columns: data.columns,
    responses: data.responses,
    dirs: forward.terms.map(({ dirs }) => dirs),
    cuts: forward.terms.map(({ cuts }) => cuts),
    selected: pruned.selected,
    coefficients: fitted.map((each, r) =>
      finite(restoredCoefficients([...each], selectedTerms, r, working)),
    ),
    ...statistics(rss, averages ? gcv(rss, columns.length, costOf(training)) : pruned.gcv),
    perResponse: residualSums.map((each, r) => {
      const own = each / scales[r] ** 2
      const y = working.responses[r].map((value) => value / scales[r])
      return statisticsOf(training, [y])(own, gcv(own, columns.length, costOf(training)))
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
      coefficients: averages ? 'averaged' : 'least-squares',
      ...(Number.isFinite(settings.nprune) ? { nprune: settings.nprune } : {}),
    },
    predictors: data.predictors,
    responseSources: data.responseSources,
    interceptColumn: settings.interceptColumn,
    unseenLevels: settings.unseenLevels,
    missing: settings.missing,
  }
  return settings.glm === null
    ? model
    : { ...model, glm: glmFit(settings.glm, glmData(data, model)) }
}

/** The selected terms as they are, neither weighted nor moved, beside the responses. */
function glmData(data: TrainingData, model: MarsModelValue): GlmData {
  return { ...data, basis: termColumns(model, designOf(data)) }
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

/** The responses times the roots of the weights. */
export function weightedResponses({ responses, sqrtWeights }: WorkingColumns): Float64Array[] {
  return responses.map((each) => weightedRows(each, sqrtWeights))
}

/** The subsets that the coefficients are averaged over; null where they are not. */
export function averagesOf(
  { settings, working }: Training,
  { path, selected }: Pick<Pruned, 'path' | 'selected'>,
): readonly SubsetShare[] | null {
  if (settings.coefficients !== 'averaged' || settings.pmethod === 'none') return null
  return subsetShares(path, selected, working.observations)
}

/** The training rows to predict from. */
export function designOf({ rows, x }: TrainingData): Design {
  return { rows, columns: x, lacksValues: false }
}

/** What the GCV of this fit reckons with. */
export function costOf({ settings, working }: Training): GcvCost {
  return {
    rows: working.observations,
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
  const rssNull = responses.reduce((sum, y) => sum + nullSum(y, training.working), 0)
  const gcvNull = gcv(rssNull, 1, costOf(training))
  const reported = (value: number): number => (Math.abs(value) < rules.reportedZero ? 0 : value)
  return (rss, gcvOfIt) => ({
    rss,
    gcv: gcvOfIt,
    rsq: reported(explained(rss, rssNull)),
    grsq: reported(explained(gcvOfIt, gcvNull)),
  })
}

/** The sum of squares about the mean, weighted if rows have weights. */
function nullSum(y: Float64Array, { sqrtWeights }: WorkingColumns): number {
  return sqrtWeights ? sumOfSquares(centredWeightedRows(y, sqrtWeights)) : centredSumOfSquares(y)
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
