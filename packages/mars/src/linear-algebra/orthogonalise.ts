// Modified Gram-Schmidt, one column against an orthonormal set q₁ … q_m that holds the constant q₁:
//
//   for t = 1 … m:  c ← c − (cᵀq_t) q_t
//
// Golub and Van Loan, Matrix Computations, 5.2.8. While the constant is alone in the set, the mean is
// subtracted instead, which is the same and more exact.
import { addScaled, dot, mean, shift } from './sums.ts'

/** Takes out of `column`, in place, everything that the orthonormal `basis` (constant first) explains. */
export function orthogonalise(column: Float64Array, basis: readonly Float64Array[]): void {
  if (basis.length === 1) {
    shift(column, -mean(column))
    return
  }
  for (const q of basis) addScaled(column, -dot(column, q), q)
}
