// Which rows may be knots. Rank i (from 0, ascending in x) as a knot leaves the rows above i under
// the hinge h(x − x[i]); both ways want the row just above to have a positive parent.
import type { SortedScan, Spans } from './rules.ts'

/**
 * Counts eligible rows from the top down: the first knot after `start` of them, then one each
 * `minspan`. A row counts where the hinge would not be flat. Source: behaviour of earth.
 */
export function countedDown(scan: SortedScan, spans: Spans, ranks: Int32Array): number {
  let found = 0
  let countdown = spans.start
  for (let i = scan.rows - 2; i >= Math.max(scan.lowest, spans.endspan); i -= 1) {
    if (!(scan.parent[i + 1] > 0 && scan.variance[i] > 0)) continue
    countdown -= 1
    if (countdown > 0) continue
    ranks[found] = i
    found += 1
    countdown = spans.minspan
  }
  return found
}

/**
 * Counts down likewise, but ends where no more than `endspan` rows with a positive parent are left at
 * or below the knot, so that both hinges stand on that many rows; and passes over rows of weight 0.
 */
export function withinSupport(scan: SortedScan, spans: Spans, ranks: Int32Array): number {
  const { parent, variance, constant, passed } = scan
  let left = scan.eligible - passed.eligible
  let found = 0
  let countdown = countdownAfter(passed.eligible - passed.flat, spans)
  let parentAbove = passed.parent
  for (let i = scan.highest; i >= scan.lowest; i -= 1) {
    if (constant[i] === 0) continue
    const isEligible = parentAbove > 0
    parentAbove = parent[i]
    if (!isEligible) continue
    left -= 1
    if (left <= spans.endspan) break
    if (!(variance[i] > 0)) continue
    countdown -= 1
    if (countdown > 0) continue
    ranks[found] = i
    found += 1
    countdown = spans.minspan
  }
  return found
}

/** What is left to count down once so many rows were counted. */
function countdownAfter(counted: number, { start, minspan }: Spans): number {
  return counted < start ? start - counted : minspan - ((counted - start) % minspan)
}

/**
 * Takes every row whose rank, counted from 1, is a multiple of `minspan`, unless the row below has
 * the same x. Source: behaviour of mda.
 */
export function everyMultiple(scan: SortedScan, spans: Spans, ranks: Int32Array): number {
  let found = 0
  const highest = Math.min(scan.rows - 1, scan.rows - spans.endspan)
  for (let rank = highest; rank >= Math.max(scan.lowest + 1, spans.endspan); rank -= 1) {
    const i = rank - 1
    const tied = i > 0 && scan.x[i] === scan.x[i - 1]
    if (rank % spans.minspan !== 0 || tied || !(scan.parent[i + 1] > 0)) continue
    ranks[found] = i
    found += 1
  }
  return found
}
