// Parents that share a pass over the rows: the two hinges of a pair, which came in one step and of which
// never both are above 0 in a row. Any other parent stands alone.
import type { LiveTerm } from '../forward-state.ts'

/** One parent or the two of a pair. */
export type ParentGroup = readonly [LiveTerm] | readonly [LiveTerm, LiveTerm]

/** The live terms in groups, in order. */
export function parentGroups(live: readonly LiveTerm[]): readonly ParentGroup[] {
  const groups: ParentGroup[] = []
  for (let at = 0; at < live.length; at += 1) {
    const next = live[at + 1]
    if (next?.slot === live[at].slot + 1 && isPair(live[at], next)) {
      groups.push([live[at], next])
      at += 1
    } else {
      groups.push([live[at]])
    }
  }
  return groups
}

/** Whether two terms differ in the side of one hinge alone. */
function isPair({ term: one }: LiveTerm, { term: other }: LiveTerm): boolean {
  let sides = 0
  for (const [v, dir] of one.dirs.entries()) {
    if (one.cuts[v] !== other.cuts[v]) return false
    if (dir === other.dirs[v]) continue
    if (dir * other.dirs[v] !== -1) return false
    sides += 1
  }
  return sides === 1
}
