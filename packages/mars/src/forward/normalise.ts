// An orthogonalised column c of n rows to the length 1:
//
//   q = c/‖c‖      mean of q = Σ_i q_i/n, or Σ_i c_i/n as taken before the division
//
// ‖c‖ is given, for the caller has cᵀc already. The column is orthogonal to the constant, so that
// only rounding makes the mean differ from 0; Rules.takesColumnMean says which of the two enters the
// sweep. Source of the mean before the division: behaviour of earth and mda.
import { divide, mean } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'

/**
 * Gives an orthogonalised column the length 1, in place, and returns its mean as the rules take it.
 */
export function normalise(column: Float64Array, length: number, rules: Rules): number {
  const takesItBefore = rules.takesColumnMean === 'before-normalising'
  const before = takesItBefore ? mean(column) : 0
  if (length > 0) divide(column, length)
  return takesItBefore ? before : mean(column)
}
