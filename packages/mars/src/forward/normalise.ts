import { divide, mean } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'

/**
 * Gives an orthogonalised column the length 1, in place, and returns its mean as the rules take it.
 */
export function normalise(column: Float64Array, length: number, rules: Rules): number {
  const before = mean(column)
  if (length > 0) divide(column, length)
  return rules.takesColumnMean === 'before-normalising' ? before : mean(column)
}
