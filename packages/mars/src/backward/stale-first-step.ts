// mda chooses the first term to drop by the coefficients and the RSS of a fit that is one forward
// step old. Where the last step was accepted, its terms cannot be chosen, and the RSS after the
// drop is the old RSS plus the old increase. The k-th term is matched with the k-th coefficient,
// whatever stood there. Where the old fit had the intercept alone, the first step drops nothing, but
// the term counts as gone: every later subset has a term more than it is charged for.
import { type SubsetPath, subsetPath } from './subset-path.ts'
import { rssIncreases, triangularFactor } from './triangular-factor.ts'

/** Plain backward elimination whose first step goes by `staleColumns`. */
export function staleSubsetPath(
  columns: readonly Float64Array[],
  staleColumns: readonly Float64Array[],
  responses: readonly Float64Array[],
): SubsetPath {
  const all = columns.map((_, index) => index)
  const stale = triangularFactor(staleColumns, responses)
  const increases = rssIncreases(stale, stale.size).subarray(0, all.length)
  const increase = Math.min(...increases)
  const unshifted = (): SubsetPath => subsetPath(columns, responses, false)
  if (all.length === 1) return unshifted()
  if (increase === Number.POSITIVE_INFINITY) return nothingDropped(unshifted())

  const dropped = increases.indexOf(increase)
  const left = all.filter((index) => index !== dropped)
  const rest = subsetPath(
    left.map((index) => columns[index]),
    responses,
    false,
  )
  const members = rest.members.map((subset) => subset.map((index) => left[index]))
  return {
    members: [...members, all],
    rss: [
      ...rest.rss.slice(0, -1),
      stale.rssAll + increase,
      triangularFactor(columns, responses).rssAll,
    ],
  }
}

/** The path shifted by a step in which no term went. */
function nothingDropped(path: SubsetPath): SubsetPath {
  const last = path.rss.length - 1
  return {
    members: [...path.members.slice(1), path.members[last]],
    rss: [...path.rss.slice(1, -1), Number.POSITIVE_INFINITY, path.rss[last]],
  }
}
