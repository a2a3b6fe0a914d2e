// The columns that the passes of a fit work on, and the way back from them:
//
//   x_v' = x_v − a_v        y_r' = (y_r − c_r) s_r        rows times √w
//
// earth and mda take the columns as they are (a = 0, c = 0). Our own rules take the least value out of
// each predictor and the mean out of each response, so that numbers far from 0 lose no digits in
// sums, and where a predictor's 0 lies makes no difference.
import { mean } from '../linear-algebra/sums.ts'
import type { ForwardSettings } from '../options/forward-settings.ts'
import { responseScales } from './response-weights.ts'
import type { TrainingData } from './training-data.ts'

/** How working columns are made of those given. */
export interface WorkingUnits {
  /** What was taken out of each design column. */
  readonly leasts: Float64Array
  /** What was taken out of each response, before it was scaled. */
  readonly centres: Float64Array
  /** What each response was multiplied by. */
  readonly scales: readonly number[]
  /** How many observations the rows are: n of the GCV. */
  readonly observations: number
  /** Whether anything was taken out. */
  readonly movesOrigins: boolean
}

/** What the passes work on. */
export interface WorkingColumns extends WorkingUnits {
  /** Design columns, each of n rows. */
  readonly design: readonly Float64Array[]
  /** Responses, each of n rows, without the roots of the weights. */
  readonly responses: readonly Float64Array[]
  /** The root of each row's weight; null where all rows count alike. */
  readonly sqrtWeights: Float64Array | null
}

/** Makes the working columns of a fit by its rules. */
export function workingColumns(
  { x, y, responses, weights }: Pick<TrainingData, 'x' | 'y' | 'responses' | 'weights'>,
  { rules, wp, observations }: Pick<ForwardSettings, 'rules' | 'wp' | 'observations'>,
): WorkingColumns {
  const leasts = Float64Array.from(x, (column) => (rules.movesOrigins ? least(column, weights) : 0))
  const centres = Float64Array.from(y, (column) =>
    rules.movesOrigins ? centre(column, weights) : 0,
  )
  const scales = responseScales(wp, responses, rules)
  return {
    design: x.map((column, v) => moved(column, leasts[v], 1)),
    leasts,
    responses: y.map((column, r) => moved(column, centres[r], scales[r])),
    centres,
    scales,
    movesOrigins: rules.movesOrigins,
    observations: observations ?? rules.observations(y[0].length, weights),
    sqrtWeights: weights && (rules.usableWeights(weights)?.map(Math.sqrt) ?? null),
  }
}

/** (column − origin)·scale, the column itself where that is the same. */
function moved(column: Float64Array, origin: number, scale: number): Float64Array {
  if (origin === 0 && scale === 1) return column
  const result = new Float64Array(column.length)
  for (let i = 0; i < result.length; i += 1) result[i] = (column[i] - origin) * scale
  return result
}

/** The mean of a column by its weights, so that a row of weight 0 costs the others no digits. */
function centre(column: Float64Array, weights: Float64Array | null): number {
  if (weights === null) return mean(column)
  const most = weights.reduce((found, weight) => Math.max(found, weight), 0)
  const shares = weights.map((weight) => weight / most)
  const total = shares.reduce((sum, share) => sum + share, 0)
  return column.reduce((sum, value, i) => sum + value * (shares[i] / total), 0)
}

/** The least value of a column in rows that count. */
function least(column: Float64Array, weights: Float64Array | null): number {
  let lowest = Number.POSITIVE_INFINITY
  for (let i = 0; i < column.length; i += 1) {
    if (column[i] < lowest && weights?.[i] !== 0) lowest = column[i]
  }
  return lowest
}
