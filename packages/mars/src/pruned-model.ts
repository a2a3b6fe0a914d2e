// The second half of a fit, from the forward terms on: backward pass; least squares on the terms
// that stay; the figures that tell how well they fit; generalised linear models, if asked for.
import {
  averagedCoefficients,
  type SubsetShare,
  subsetShares,
} from './backward/averaged-coefficients.ts'
import { backwardPass, type PricedPath, type Pruned } from './backward/backward-pass.ts'
import type { Term } from './basis/term.ts'
import { explained, type GcvCost, gcv } from './criteria/gcv.ts'
import type { Design } from './design/read-design.ts'
import type { TrainingData } from './design/training-data.ts'
import { type WorkingUnits, workingColumns } from './design/working-columns.ts'
import { MarsError } from './errors.ts'
import type { ForwardResult } from './forward/forward-result.ts'
import { restoredCoefficients } from './forward/restored-terms.ts'
import { type GlmData, glmFit } from './glm/glm-fit.ts'
import { leastSquares } from './linear-algebra/least-squares.ts'
import { residualSum } from './linear-algebra/residual-sum.ts'
import { weightedRows } from './linear-algebra/weighted-rows.ts'
import type { MarsModelValue, MarsStatistics, MarsSubset } from './model.ts'
import type { ForwardSettings } from './options/forward-settings.ts'
import { termColumns } from './predict.ts'

/** What is left to prune once the forward pass is done; nothing in it ever changes. */
export interface Training {
  readonly data: TrainingData
  readonly settings: ForwardSettings
  readonly units: WorkingUnits
  /** For each response its sum of squares about the mean, in the units the passes work in. */
  readonly nullSums: readonly number[]
  readonly forward: ForwardResult
  /** The forward terms on the columns as given. */
  readonly terms: readonly Term[]
}

/** Prunes the forward terms and fits what stays. */
export function prunedModel(training: Training): MarsModelValue {
  const { data, settings, units, nullSums, forward, terms } = training
  const { responses } = forward
  const { observations, scales } = units
  const pruned = backwardPass({ ...forward, observations }, settings)
  const columns = pruned.selected.map((index) => forward.columns[index])
  const averages = averagesOf(training, pruned)
  const fitted = averages
    ? averagedCoefficients(columns, responses, averages)
    : leastSquares(columns, responses)
  const residualSums = responses.map((y, r) => residualSum(columns, y, [...fitted[r]]))
  const statistics = statisticsOf(training, total(nullSums))
  const rss = averages ? total(residualSums) : pruned.rss
  const selectedTerms = pruned.selected.map((index) => terms[index])

  const model: MarsModelValue = {
    compat: settings.rules.compat,
    columns: data.columns,
    responses: data.responses,
    dirs: terms.map(({ dirs }) => dirs),
    cuts: terms.map(({ cuts }) => cuts),
    selected: pruned.selected,
    coefficients: fitted.map((each, r) =>
      finite(restoredCoefficients([...each], selectedTerms, r, units)),
    ),
    ...statistics(rss, averages ? gcv(rss, columns.length, costOf(training)) : pruned.gcv),
    perResponse: residualSums.map((each, r) => {
      const own = each / scales[r] ** 2
      const ownStatistics = statisticsOf(training, nullSums[r] / scales[r] ** 2)
      return ownStatistics(own, gcv(own, columns.length, costOf(training)))
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
 * The columns of these of the forward terms, a value a training row, times the roots of the weights if
 * rows have any.
 */
export function basisColumns(
  { data, settings, forward }: Training,
  terms: readonly number[],
): readonly Float64Array[] {
  const { design, sqrtWeights } = workingColumns(data, settings)
  const model = {
    selected: terms,
    dirs: forward.terms.map(({ dirs }) => dirs),
    cuts: forward.terms.map(({ cuts }) => cuts),
  }
  const columns = termColumns(model, { rows: data.rows, columns: design, lacksValues: false })
  return columns.map((column) => weightedRows(column, sqrtWeights))
}

/** The subsets that the coefficients are averaged over; null where they are not. */
export function averagesOf(
  { settings, units }: Training,
  { path, selected }: Pick<Pruned, 'path' | 'selected'>,
): readonly SubsetShare[] | null {
  if (settings.coefficients !== 'averaged' || settings.pmethod === 'none') return null
  return subsetShares(path, selected, units.observations)
}

/** The training rows to predict from. */
export function designOf({ rows, x }: TrainingData): Design {
  return { rows, columns: x, lacksValues: false }
}

/** What the GCV of this fit reckons with. */
export function costOf({ settings, units }: Training): GcvCost {
  return {
    rows: units.observations,
    penalty: settings.penalty,
    whenUsedUp: settings.rules.gcvWhenUsedUp,
  }
}

/** Puts RSS and GCV beside those of the mean of the responses. */
function statisticsOf(
  training: Training,
  rssNull: number,
): (rss: number, gcvOfIt: number) => MarsStatistics {
  const { rules } = training.settings
  const gcvNull = gcv(rssNull, 1, costOf(training))
  const reported = (value: number): number => (Math.abs(value) < rules.reportedZero ? 0 : value)
  return (rss, gcvOfIt) => ({
    rss,
    gcv: gcvOfIt,
    rsq: reported(explained(rss, rssNull)),
    grsq: reported(explained(gcvOfIt, gcvNull)),
  })
}

/** The sum of some numbers. */
function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
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
