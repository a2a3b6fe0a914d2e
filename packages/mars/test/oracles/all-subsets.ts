import { residualSum } from './residual-sum.ts'

/** The least residual sum of squares of each size, over the responses, by a fit to every subset that holds the first column. */
export function leastByAllSubsets(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): readonly number[] {
  const least = columns.map(() => Number.POSITIVE_INFINITY)
  for (let mask = 0; mask < 2 ** (columns.length - 1); mask += 1) {
    const subset = columns.filter((_, index) => index === 0 || (mask >> (index - 1)) & 1)
    const rss = responses.reduce((sum, y) => sum + residualSum(subset, y), 0)
    least[subset.length - 1] = Math.min(least[subset.length - 1], rss)
  }
  return least
}
