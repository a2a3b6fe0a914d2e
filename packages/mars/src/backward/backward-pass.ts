// The backward pass, Friedman (1991), Algorithm 3: of the subsets on the way from all forward terms
// to the intercept, the one with the least GCV.
//
//   J = argmin over K = 1 … min(T, nprune) of GCV(RSS(J_K), K)
//
// J_K is the subset of K of the T forward terms that the path found, RSS over all responses.
import { type GcvCost, gcv } from '../criteria/gcv.ts'
import type { AbortSignalLike } from '../options/mars-options.ts'
import type { PruneMethod, Rules } from '../rules/rules.ts'
import { searchedPath } from './searched-path.ts'
import { leadingPath } from './subset-path.ts'

/** What the backward pass is given. */
export interface BackwardInput {
  /** Forward terms × rows. */
  readonly columns: readonly Float64Array[]
  /** Those that were live when the last forward step began. */
  readonly columnsBeforeLastStep: readonly Float64Array[]
  readonly responses: readonly Float64Array[]
}

/** What the backward pass is told. */
export interface BackwardSettings {
  readonly rules: Rules
  readonly penalty: number
  readonly pmethod: PruneMethod
  /** Most terms; Infinity where there is no bound. */
  readonly nprune: number
  readonly signal: AbortSignalLike
}

/** The terms that stay, and how good they are. */
export interface Pruned {
  /** Ascending. */
  readonly selected: readonly number[]
  readonly rss: number
  readonly gcv: number
}

/** Chooses which of the forward terms stay. */
export function backwardPass(input: BackwardInput, settings: BackwardSettings): Pruned {
  const { rules, penalty, pmethod, nprune } = settings
  const cost: GcvCost = {
    rows: input.responses[0].length,
    penalty,
    whenUsedUp: rules.gcvWhenUsedUp,
  }
  const rounded = (value: number): number => (value < rules.negligibleSubset ? 0 : value)
  const most = Math.min(input.columns.length, nprune)
  if (pmethod === 'none') {
    const leading = leadingPath(input.columns, input.responses)
    const reported = rules.unprunedRssOf === 'model' ? leading : searchedPath(input, settings)
    const rss = rounded(reported.rss[most - 1])
    return { selected: leading.members[most - 1], rss, gcv: rounded(gcv(rss, most, cost)) }
  }

  const path = searchedPath(input, settings)
  const gcvs = path.rss.slice(0, most).map((rss, index) => gcv(rss, index + 1, cost))
  const at = leastIndex(gcvs, rules.onEqualGcv)
  return { selected: path.members[at], rss: rounded(path.rss[at]), gcv: rounded(gcvs[at]) }
}

/** Where the least GCV stands; of equal ones that of the smaller or the larger model. */
function leastIndex(gcvs: readonly number[], onEqual: 'smaller' | 'larger'): number {
  const least = Math.min(...gcvs)
  return onEqual === 'smaller' ? gcvs.indexOf(least) : gcvs.lastIndexOf(least)
}
