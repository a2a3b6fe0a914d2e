// Forward selection: to the intercept, add again and again the term that lowers the RSS most
// (Miller, Subset Selection in Regression, 3.2). A size keeps the first terms in order of creation
// where they are better than what selection finds.
import { keepLeading, leadingSubsets, type SubsetPath } from './subset-path.ts'
import { moveColumn, prefixRss, rssDecreases, triangularFactor } from './triangular-factor.ts'

/** Finds a subset of each size from the intercept up to all terms. */
export function forwardPath(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): SubsetPath {
  const factor = triangularFactor(columns, responses)
  const path = leadingSubsets(factor)
  for (let at = 1; at < factor.size - 1; at += 1) {
    const decreases = rssDecreases(factor, at)
    moveColumn(factor, decreases.indexOf(Math.max(...decreases)), at)
    keepLeading(path, factor, at + 1, prefixRss(factor)[at])
  }
  return path
}
