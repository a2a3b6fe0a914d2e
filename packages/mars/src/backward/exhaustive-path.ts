// The best subset of each size, by branch and bound (Gatu and Kontoghiorghes, Journal of
// Computational and Graphical Statistics 15, 2006). A node is a triangular factor whose first
// `fixed` columns stay; its leading subsets are candidates. Its children each drop one of the
// others: dropping the one at i fixes those before it, so that no subset comes twice.
//
//   every new subset below the child at i has more than i terms and RSS ≥ RSS(node) + increase_i,
//   so that the child is passed over where that is no less than the best RSS known for i + 1 terms
//
// At every node the columns that may go are put in order, those first whose loss costs most: large
// branches then lose something dear at once. In the worst case 2^(T − 1) subsets of T terms remain.
import { MarsError } from '../errors.ts'
import type { AbortSignalLike } from '../options/mars-options.ts'
import { throwIfAborted } from '../options/throw-if-aborted.ts'
import { keepLeading, leadingSubsets, type SubsetPath, subsetPath } from './subset-path.ts'
import {
  moveColumn,
  prefixRss,
  rssIncreases,
  type TriangularFactor,
  triangularFactor,
} from './triangular-factor.ts'

/** What the search is told. */
export interface ExhaustiveSettings {
  /** Larger subsets are not looked for. */
  readonly most: number
  /** After so many nodes the search gives up. */
  readonly mostNodes: number
  readonly signal: AbortSignalLike
}

/** Finds the best subset of each size up to `most` of all those that hold the intercept. */
export function exhaustivePath(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
  settings: ExhaustiveSettings,
): SubsetPath {
  const factor = triangularFactor(columns, responses)
  // A good start prunes much.
  const start = subsetPath(columns, responses, true)
  const path = leadingSubsets(factor)
  for (const [at, rss] of start.rss.entries()) {
    if (!(rss < path.rss[at])) continue
    path.rss[at] = rss
    path.members[at] = [...start.members[at]]
  }
  let nodes = 0
  visit(factor, 1)
  return path

  function visit(node: TriangularFactor, fixed: number): void {
    nodes += 1
    checkOn(nodes, columns.length, settings)
    const increases = dearestFirst(node, fixed)
    const rss = prefixRss(node)
    for (let k = fixed + 1; k <= node.size; k += 1) keepLeading(path, node, k, rss[k - 1])
    const rssNode = node.rssAll
    for (let at = node.size - 2; at >= fixed; at -= 1) {
      if (at >= settings.most || rssNode + increases[at] >= path.rss[at]) continue
      visit(without(node, at), at)
    }
  }
}

/** Ends a search that was aborted or takes too long. */
function checkOn(nodes: number, terms: number, { mostNodes, signal }: ExhaustiveSettings): void {
  if (nodes % 64 === 0) throwIfAborted(signal)
  if (nodes <= mostNodes) return
  throw new MarsError(
    'invalid-option',
    `Option pmethod is 'exhaustive', and for ${terms} terms the search did not end within ${mostNodes} steps: lower nk or nprune, or take 'seqrep'.`,
  )
}

/** Puts the columns from `fixed` on in order of falling RSS increase, which it returns. */
function dearestFirst(node: TriangularFactor, fixed: number): Float64Array {
  const increases = rssIncreases(node, node.size)
  for (let to = fixed; to < node.size; to += 1) {
    let from = to
    for (let j = to + 1; j < node.size; j += 1) if (increases[j] > increases[from]) from = j
    const increase = increases[from]
    moveColumn(node, from, to)
    increases.copyWithin(to + 1, to, from)
    increases[to] = increase
  }
  return increases
}

/** The factor without the column at `at`, as a copy. */
function without(node: TriangularFactor, at: number): TriangularFactor {
  const copy = {
    ...node,
    r: node.r.map((column) => Float64Array.from(column)),
    z: node.z.map((z) => Float64Array.from(z)),
    order: [...node.order],
  }
  const last = node.size - 1
  moveColumn(copy, at, last)
  const lost = copy.z.reduce((sum, z) => sum + z[last] ** 2, 0)
  return {
    size: last,
    r: copy.r.slice(0, last),
    z: copy.z,
    rssAll: node.rssAll + lost,
    order: copy.order.slice(0, last),
  }
}
