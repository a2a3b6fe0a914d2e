import { leastSquares } from '../../src/linear-algebra/least-squares.ts'

/** The residual sum of squares of y on the columns, by a fit of its own. */
export function residualSum(columns: readonly Float64Array[], y: Float64Array): number {
  const [beta] = leastSquares(columns, [y])
  let sum = 0
  for (const [i, value] of y.entries()) {
    const fitted = columns.reduce((total, column, j) => total + beta[j] * column[i], 0)
    sum += (value - fitted) ** 2
  }
  return sum
}
