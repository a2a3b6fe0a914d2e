// Modified Gram-Schmidt, one column against an orthonormal set q₁ … q_m that holds the constant q₁:
//
//   for t = 1 … m:  c ← c − (cᵀq_t) q_t
//
// Golub and Van Loan, Matrix Computations, 5.2.8. While the constant is alone in the set, the mean
// is subtracted instead, which is the same and more exact.
import { dot, isConstant, mean, shift } from './sums.ts'

/**
 * Takes out of `column`, in place, everything that the orthonormal `basis` (constant first)
 * explains; returns how much of each q_t that was.
 */
export function orthogonalise(
  column: Float64Array,
  basis: readonly Float64Array[],
): Float64Array<ArrayBuffer> {
  const amounts = new Float64Array(basis.length)
  if (basis.length === 1 && isConstant(basis[0])) {
    const centre = mean(column)
    shift(column, -centre)
    amounts[0] = centre / basis[0][0]
    return amounts
  }
  amounts[0] = dot(column, basis[0])
  for (let t = 0; t < basis.length; t += 1) {
    const next = subtractAndProject(
      column,
      amounts[t],
      basis[t],
      basis[Math.min(t + 1, basis.length - 1)],
    )
    if (t + 1 < basis.length) amounts[t + 1] = next
  }
  return amounts
}

/**
 * c ← c − along·q and, in the same pass over memory, the inner product of the new c with `next`.
 */
function subtractAndProject(
  column: Float64Array,
  along: number,
  q: Float64Array,
  next: Float64Array,
): number {
  let product = 0
  for (let i = 0; i < column.length; i += 1) {
    const value = column[i] - along * q[i]
    column[i] = value
    product += value * next[i]
  }
  return product
}
