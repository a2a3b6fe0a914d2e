/**
 * The known name that takes the fewest edits (Levenshtein) to reach from `name`, upper and lower
 * case aside.
 */
export function nearestName(name: string, known: readonly string[]): string {
  // A hostile name may be of any length; the known ones are short.
  const wanted = name.slice(0, 100).toLowerCase()
  const distances = known.map((each) => editDistance(wanted, each.toLowerCase()))
  return known[distances.indexOf(Math.min(...distances))] ?? ''
}

/** How many insertions, deletions and replacements lead from one text to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j)
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= to.length; j += 1) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1))
    }
    row = next
  }
  return row[to.length]
}
