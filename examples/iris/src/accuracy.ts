/** How far predictions are from what was measured. */
export interface Accuracy {
  /** Root mean square error, in the unit of the target. */
  readonly rmse: number
  /** 1 − RSS / TSS, about the mean of the actual values; NaN where these are all the same. */
  readonly rSquared: number
}

/** Compares predictions with actual values, row by row. */
export function accuracyOf(actual: Float64Array, predicted: Float64Array): Accuracy {
  const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length
  let residualSquares = 0
  let totalSquares = 0
  actual.forEach((value, row) => {
    residualSquares += (value - predicted[row]!) ** 2
    totalSquares += (value - mean) ** 2
  })
  return {
    rmse: Math.sqrt(residualSquares / actual.length),
    rSquared: totalSquares === 0 ? Number.NaN : 1 - residualSquares / totalSquares,
  }
}
