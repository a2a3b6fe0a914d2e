// Sequential replacement: for each size in turn, terms of the subset give way to terms outside it as
// long as that lowers the RSS (Miller, Subset Selection in Regression, 3.4). The first subset of a
// size is that of the size before and the term that stands next. Of all exchanges that lower the RSS
// the one is made whose new term lowers it most beside the terms that stay, which need not be the
// one that leaves the least RSS. Source of that choice: behaviour of R's earth.
import { leading, leadingSubsets, type SubsetPath, type SubsetRecords } from './subset-path.ts'
import {
  moveColumn,
  prefixRss,
  rssDecreases,
  type TriangularFactor,
  triangularFactor,
} from './triangular-factor.ts'

/** Finds a subset of each size from the intercept up to all terms. */
export function replacementPath(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): SubsetPath {
  const factor = triangularFactor(columns, responses)
  const path = leadingSubsets(factor)
  for (let at = 1; at < factor.size - 1; at += 1) {
    // Each exchange lowers the RSS, so that the same subset never comes twice.
    for (let next = bestExchange(factor, at, path); next; next = bestExchange(factor, at, path)) {
      moveColumn(factor, next.from, at)
      moveColumn(factor, next.to, 1)
    }
  }
  return path
}

/** A term of the subset and the term outside that is to take its place, by where they stand. */
interface Exchange {
  readonly from: number
  readonly to: number
}

/** The exchange to make for the subset that ends at `at`, if any; keeps the subsets on the way. */
function bestExchange(factor: TriangularFactor, at: number, path: SubsetRecords): Exchange | null {
  let most = 0
  let best: Exchange | null = null
  // The terms take turns in the last place; at the end each stands where it stood.
  for (let from = at; from >= 1; from -= 1) {
    const decreases = rssDecreases(factor, at)
    const decrease = Math.max(...decreases)
    const to = decreases.indexOf(decrease)
    if (to > at) {
      keepIfBetter(factor, at, to, prefixRss(factor)[at - 1] - decrease, path)
      if (decrease > most) {
        most = decrease
        best = { from, to }
      }
    }
    moveColumn(factor, at, 1)
  }
  return best
}

/** Keeps the terms before `at` and the one at `to` as the subset of their size if it is better. */
function keepIfBetter(
  factor: TriangularFactor,
  at: number,
  to: number,
  rss: number,
  path: SubsetRecords,
): void {
  if (!(rss < path.rss[at])) return
  path.rss[at] = rss
  path.members[at] = [...leading(factor, at), factor.order[to]].sort((a, b) => a - b)
}
