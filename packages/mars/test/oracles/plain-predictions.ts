import type { PlanColumns } from '../../src/predict/predict-plan.ts'
import type { PlannedFactor, PlannedTerm } from '../../src/predict/term-plan.ts'

/**
 * Rows × responses, column-major: row by row, term by term, factor by factor, each by its definition; NaN
 * where a column that some term uses is NaN.
 */
export function plainPredictions(
  terms: readonly PlannedTerm[],
  coefficients: readonly (readonly number[])[],
  { rows, columns }: PlanColumns,
): Float64Array {
  const used = new Set(terms.flat().map(({ column }) => column))
  const predictions = coefficients.flatMap((betas) =>
    Array.from({ length: rows }, (_, row) => {
      if ([...used].some((column) => Number.isNaN(columns[column][row]))) return Number.NaN
      const values = terms.map((term) =>
        term.reduce((value, factor) => value * factorAt(columns[factor.column][row], factor), 1),
      )
      return values.reduce((sum, value, t) => sum + betas[t] * value, 0)
    }),
  )
  return Float64Array.from(predictions)
}

/** The value of a factor. */
function factorAt(x: number, { dir, knot }: PlannedFactor): number {
  if (dir === 2) return x
  if (dir === 1) return x > knot ? x - knot : 0
  return x < knot ? knot - x : 0
}
