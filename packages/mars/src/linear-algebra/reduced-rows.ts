// Least squares on n rows as least squares on m + 1. With B = Q R the m columns, Q orthonormal:
//
//   y = Q z + e,  Qᵀe = 0      ‖y − B β‖² = ‖z − R β‖² + ‖e‖²
//
// so that the columns R with a row of zeros below, and the responses z with ‖e‖ below, have the same
// coefficients and residual sums of squares, for every subset of the columns (Miller, Subset Selection
// in Regression, 2.3). Whatever comes after needs the n rows no more.
import { applyTransposedQ, factorise } from './householder-qr.ts'
import { sumOfSquares } from './sums.ts'

/** Columns and responses of m + 1 rows that stand for those of n. */
export interface ReducedRows {
  readonly columns: readonly Float64Array[]
  readonly responses: readonly Float64Array[]
}

/**
 * How much of each column of an orthonormal basis makes up a column, and the length of what is left,
 * which is along the column of the basis that follows.
 */
export interface Projection {
  readonly amounts: Float64Array
  readonly rest: number
}

/** Reduces the rows of columns and responses, by reflections of copies of all of them. */
export function reduceRows(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): ReducedRows {
  // Tolerance 0 keeps every column in its place.
  const factors = factorise(columns, 0)
  const size = columns.length
  return {
    columns: factors.columns.map((column, t) => {
      const above = new Float64Array(size + 1)
      above.set(column.subarray(0, t + 1))
      return above
    }),
    responses: responses.map((response) => {
      const rotated = Float64Array.from(response)
      applyTransposedQ(factors, rotated)
      const rest = Math.sqrt(sumOfSquares(rotated.subarray(size)))
      return reducedColumn({ amounts: rotated.subarray(0, size), rest }, size)
    }),
  }
}

/** A column by its projection on a basis of `size` columns, or on the first ones of them. */
export function reducedColumn({ amounts, rest }: Projection, size: number): Float64Array {
  const column = new Float64Array(size + 1)
  column.set(amounts)
  column[amounts.length] = rest
  return column
}
