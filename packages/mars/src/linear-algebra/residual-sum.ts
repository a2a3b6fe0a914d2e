/** The residual sum of squares ‖y − Σ β_t b_t‖² of one response on columns of as many rows. */
export function residualSum(
  columns: readonly Float64Array[],
  y: Float64Array,
  beta: readonly number[],
): number {
  const residuals = Float64Array.from(y)
  for (const [t, column] of columns.entries()) {
    for (let i = 0; i < residuals.length; i += 1) residuals[i] -= beta[t] * column[i]
  }
  let sum = 0
  for (const residual of residuals) sum += residual * residual
  return sum
}
