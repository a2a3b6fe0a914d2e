// Weighted least squares as plain least squares: every row of X and y times s_i = √w_i.
//
//   ȳ_w = Σ w_i y_i / Σ w_i        Σ w_i (y_i − ȳ_w)² = ‖s (y − ȳ_w)‖²
import { centredSumOfSquares, dot, sumOfSquares } from './sums.ts'

/** The column times the root of each row's weight; the column itself where there are no weights. */
export function weightedRows(column: Float64Array, sqrtWeights: Float64Array | null): Float64Array {
  return sqrtWeights ? column.map((value, i) => value * sqrtWeights[i]) : column
}

/** The column less its weighted mean, times the root of each row's weight. */
export function centredWeightedRows(column: Float64Array, sqrtWeights: Float64Array): Float64Array {
  if (isConstantWhereCounted(column, sqrtWeights)) return new Float64Array(column.length)
  const mean = dot(weightedRows(column, sqrtWeights), sqrtWeights) / sumOfSquares(sqrtWeights)
  return column.map((value, i) => (value - mean) * sqrtWeights[i])
}

/** The sum of squares about the weighted mean, or about the mean where there are no weights. */
export function sumAboutMean(column: Float64Array, sqrtWeights: Float64Array | null): number {
  return sqrtWeights
    ? sumOfSquares(centredWeightedRows(column, sqrtWeights))
    : centredSumOfSquares(column)
}

/** Whether all elements are the same in the rows that have a weight. */
function isConstantWhereCounted(column: Float64Array, sqrtWeights: Float64Array): boolean {
  const first = column[sqrtWeights.findIndex((root) => root > 0)]
  return column.every((value, i) => value === first || sqrtWeights[i] === 0)
}
