// Least squares by QR:  min ‖y − Xβ‖  ⇒  R β = (Qᵀy)₁…rank.
// A column that depends on those before it gets the coefficient 0.
import { applyTransposedQ, factorise, type QrFactors } from './householder-qr.ts'

/** A column is taken as dependent below this share of its norm, as in R's lm(). */
export const dependent = 1e-7

/** The coefficients of `y` on the columns, for each response. */
export function leastSquares(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): Float64Array[] {
  const factors = factorise(columns, dependent)
  return responses.map((y) => solve(factors, y))
}

/** The coefficients of `y` on the columns that were factored. */
export function solve(factors: QrFactors, y: Float64Array): Float64Array {
  const rotated = Float64Array.from(y)
  applyTransposedQ(factors, rotated)
  return backSubstitute(factors, rotated)
}

/** Solves R β = z and puts each coefficient back in the place its column had. */
function backSubstitute(factors: QrFactors, z: Float64Array): Float64Array {
  const beta = new Float64Array(factors.columns.length)
  for (let k = factors.rank - 1; k >= 0; k -= 1) {
    let value = z[k]
    for (let j = k + 1; j < factors.rank; j += 1) {
      value -= factors.columns[j][k] * beta[factors.pivot[j]]
    }
    beta[factors.pivot[k]] = value / factors.columns[k][k]
  }
  return beta
}
