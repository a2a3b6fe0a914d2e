// The bins of a predictor: boundaries t_0 < t_1 < … at values of its own, t_0 the least. A row lies in bin
// j where j boundaries are below it, t_{j−1} < x ≤ t_j, so that the hinge h(x − t_k) is above 0 in just
// the bins above k and grows there from row to row by
//
//   h = (x − t_{j−1}) + (t_{j−1} − t_k)
//
// Knots at boundaries are exact. Where there are no more rows than boundaries, every value is one.
// Otherwise a third of them go by rank and the others by how fast the hinge's direction turns with the
// knot, which is fastest at either end, and most of all where a few values lie far out.

/**
 * Chooses boundaries among values in ascending order: all below the greatest where there are at most `most` rows; else so many that
 * as few rows and as little of the hinge's turning lie between any two as can be.
 */
export function boundariesOf(sorted: Float64Array, most: number): Float64Array {
  const rows = sorted.length
  const share = rows > most ? sharesOf(sorted) : new Float64Array(rows).fill(1)
  const step = rows > most ? 1 / most : 1
  const found = new Float64Array(Math.min(rows, most + 2))
  found[0] = sorted[0]
  let length = 1
  let passed = 0
  for (let i = 1; i < rows && sorted[i] < sorted[rows - 1]; i += 1) {
    passed += share[i]
    if (passed < step || sorted[i] === found[length - 1]) continue
    found[length] = sorted[i]
    length += 1
    passed %= step
  }
  return found.slice(0, length)
}

/** Each rank's share of all rows by a third, and of all turning by two thirds; they add up to 1. */
function sharesOf(sorted: Float64Array): Float64Array {
  const rows = sorted.length
  const turns = new Float64Array(rows)
  addTurns(sorted, turns, 1)
  addTurns(sorted, turns, -1)
  let total = 0
  for (let i = 0; i < rows; i += 1) total += turns[i]
  for (let i = 0; i < rows; i += 1) turns[i] = (1 / rows + (2 * turns[i]) / total) / 3
  return turns
}

/**
 * Adds to each rank by how much the direction of the hinge that starts at one end turns when the knot moves
 * there from the next rank: gap √rows/‖h‖.
 */
function addTurns(sorted: Float64Array, turns: Float64Array, side: 1 | -1): void {
  const rows = sorted.length
  let height = 0
  let square = 0
  for (let count = 1; count < rows; count += 1) {
    const at = side === 1 ? rows - 1 - count : count
    const gap = Math.abs(sorted[at + side] - sorted[at])
    square += gap * (2 * height + gap * count)
    height += gap * count
    if (gap > 0) turns[at] += gap * Math.sqrt(count / square)
  }
}
