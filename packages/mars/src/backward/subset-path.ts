// Backward elimination: from all terms, drop again and again the one whose loss raises the RSS
// least; the intercept stays. Moving a dropped column behind those that remain makes new leading
// subsets on the way; where they are better than what was seen at their size, they may be kept, so
// that the subset of a size can be better than what plain elimination finds (Miller, Subset
// Selection in Regression, 3.3).
import {
  moveColumn,
  prefixRss,
  rssIncreases,
  type TriangularFactor,
  triangularFactor,
} from './triangular-factor.ts'

/** The best subset found of each size. */
export interface SubsetPath {
  /** members[k − 1]: the k terms, ascending. */
  readonly members: readonly (readonly number[])[]
  /** rss[k − 1]: their residual sum of squares over all responses. */
  readonly rss: readonly number[]
}

/** A path while subsets are being found. */
export interface SubsetRecords {
  readonly members: number[][]
  readonly rss: number[]
}

/** Finds a subset of each size from all terms down to the intercept. */
export function subsetPath(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
  keepsBest: boolean,
): SubsetPath {
  const factor = triangularFactor(columns, responses)
  const path = leadingSubsets(factor)
  for (let size = factor.size; size > 1; size -= 1) {
    const dropped = cheapest(factor, size)
    moveColumn(factor, dropped, size - 1)
    const rss = prefixRss(factor)
    const shortest = keepsBest ? dropped + 1 : size - 1
    for (let k = shortest; k < size; k += 1) {
      if (keepsBest && !(rss[k - 1] < path.rss[k - 1])) continue
      path.rss[k - 1] = rss[k - 1]
      path.members[k - 1] = leading(factor, k)
    }
  }
  return path
}

/** The leading subsets of the factor as it stands: what searches begin with. */
export function leadingSubsets(factor: TriangularFactor): SubsetRecords {
  const sizes = factor.order.map((_, index) => index + 1)
  return { members: sizes.map((k) => leading(factor, k)), rss: [...prefixRss(factor)] }
}

/** Keeps the first k columns as the subset of their size if their RSS is less than what is known. */
export function keepLeading(
  path: SubsetRecords,
  factor: TriangularFactor,
  k: number,
  rss: number,
): void {
  if (!(rss < path.rss[k - 1])) return
  path.rss[k - 1] = rss
  path.members[k - 1] = leading(factor, k)
}

/** The terms of the first k columns, ascending. */
export function leading(factor: TriangularFactor, k: number): number[] {
  return factor.order.slice(0, k).sort((a, b) => a - b)
}

/** Where the column stands whose loss raises the RSS least; the first of equals. */
function cheapest(factor: TriangularFactor, size: number): number {
  const increases = rssIncreases(factor, size)
  return increases.indexOf(Math.min(...increases))
}
