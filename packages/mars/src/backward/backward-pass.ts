// The backward pass, Friedman (1991), Algorithm 3: of the subsets on the way from all forward terms
// to the intercept, the one with the least GCV.
//
//   J = argmin over K = 1 … min(T, nprune) of GCV(RSS(J_K), K)
//
// J_K is the subset of K of the T forward terms that the path found, RSS over all responses.
import { type GcvCost, gcv } from '../criteria/gcv.ts'
import type { AbortSignalLike } from '../options/mars-options.ts'
import type { PruningMethod } from '../rules/pruning-method.ts'
import type { Rules } from '../rules/rules.ts'
import { searchedPath } from './searched-path.ts'
import type { SubsetPath } from './subset-path.ts'

/** What the backward pass is given. */
export interface BackwardInput {
  /** Forward terms × rows. */
  readonly columns: readonly Float64Array[]
  /** Those that were live when the last forward step began. */
  readonly columnsBeforeLastStep: readonly Float64Array[]
  readonly responses: readonly Float64Array[]
  /** n of the GCV. */
  readonly observations: number
}

/** What the backward pass is told. */
export interface BackwardSettings {
  readonly rules: Rules
  readonly penalty: number
  readonly pmethod: PruningMethod
  /** Most terms; Infinity where there is no bound. */
  readonly nprune: number
  readonly signal: AbortSignalLike
}

/** The best subset found of each size, and what its size makes of its RSS. */
export interface PricedPath extends SubsetPath {
  /** gcv[k − 1]: the GCV of the k terms. */
  readonly gcv: readonly number[]
}

/** The terms that stay, and how good they are. */
export interface Pruned {
  /** Ascending. */
  readonly selected: readonly number[]
  readonly rss: number
  readonly gcv: number
  /** Among what they were chosen. */
  readonly path: PricedPath
}

/** Chooses which of the forward terms stay. */
export function backwardPass(input: BackwardInput, settings: BackwardSettings): Pruned {
  const most = Math.min(input.columns.length, settings.nprune)
  const { onEqualGcv } = settings.rules
  if (settings.pmethod === 'none') return unpruned(input, settings, most)
  const { path, gcvs } = pricedPath(searchedPath(input, settings), input, settings)
  const at = leastIndex(gcvs.slice(0, most), onEqualGcv)
  return { selected: path.members[at], rss: path.rss[at], gcv: path.gcv[at], path }
}

/** The first `most` terms; the path leads to them unless the rules report another subset's RSS. */
function unpruned(input: BackwardInput, settings: BackwardSettings, most: number): Pruned {
  const columns =
    settings.rules.unprunedRssOf === 'path' ? input.columns : input.columns.slice(0, most)
  const { path } = pricedPath(searchedPath({ ...input, columns }, settings), input, settings)
  const selected = Array.from({ length: most }, (_, index) => index)
  return { selected, rss: path.rss[most - 1], gcv: path.gcv[most - 1], path }
}

/**
 * The path with the GCV of each size as it is reported, and as it is: what is negligible is
 * reported as 0, but the choice goes by what it is.
 */
function pricedPath(
  path: SubsetPath,
  { observations }: BackwardInput,
  { rules, penalty }: BackwardSettings,
): { readonly path: PricedPath; readonly gcvs: readonly number[] } {
  const cost: GcvCost = { rows: observations, penalty, whenUsedUp: rules.gcvWhenUsedUp }
  const rounded = (value: number): number => (value < rules.negligibleSubset ? 0 : value)
  const gcvs = path.rss.map((rss, index) => gcv(rss, index + 1, cost))
  return {
    path: { members: path.members, rss: path.rss.map(rounded), gcv: gcvs.map(rounded) },
    gcvs,
  }
}

/** Where the least GCV stands; of equal ones that of the smaller or the larger model. */
function leastIndex(gcvs: readonly number[], onEqual: 'smaller' | 'larger'): number {
  const least = Math.min(...gcvs)
  return onEqual === 'smaller' ? gcvs.indexOf(least) : gcvs.lastIndexOf(least)
}
