// Singular values by one-sided Jacobi rotations (Hestenes 1958; Golub and Van Loan, Matrix
// Computations, 8.6.3): columns are turned against each other in pairs until all are orthogonal;
// their lengths are the singular values.
import { dot, sumOfSquares } from './sums.ts'

/** The singular values of the matrix with these columns, in no order. */
export function singularValues(given: readonly Float64Array[]): readonly number[] {
  const columns = given.map((column) => Float64Array.from(column))
  for (let sweep = 0; sweep < mostSweeps; sweep += 1) {
    let turned = false
    for (let j = 1; j < columns.length; j += 1) {
      for (let i = 0; i < j; i += 1) turned = turn(columns[i], columns[j]) || turned
    }
    if (!turned) break
  }
  return columns.map((column) => Math.sqrt(sumOfSquares(column)))
}

/** Far more sweeps than the few that it takes. */
const mostSweeps = 60

/** The cosine between two columns below which they are orthogonal. */
const orthogonal = 1e-14

/** Turns two columns in their plane so that they are orthogonal; false if they are already. */
function turn(a: Float64Array, b: Float64Array): boolean {
  const aa = sumOfSquares(a)
  const bb = sumOfSquares(b)
  const ab = dot(a, b)
  if (!(Math.abs(ab) > orthogonal * Math.sqrt(aa) * Math.sqrt(bb))) return false
  const zeta = (bb - aa) / (2 * ab)
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta))
  const cosine = 1 / Math.hypot(1, tangent)
  const sine = cosine * tangent
  for (let i = 0; i < a.length; i += 1) {
    const value = a[i]
    a[i] = cosine * value - sine * b[i]
    b[i] = sine * value + cosine * b[i]
  }
  return true
}
