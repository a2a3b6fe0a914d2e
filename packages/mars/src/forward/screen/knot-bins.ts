// The bins of a predictor: boundaries t_0 < t_1 < … at values of its own, t_0 the least. A row lies in bin
// j where j boundaries are below it, t_{j−1} < x ≤ t_j, so that the hinge h(x − t_k) is above 0 in just
// the bins above k and grows there from row to row by
//
//   h = (x − t_{j−1}) + (t_{j−1} − t_k)
//
// Knots at boundaries are exact. Where there are no more rows than boundaries, every value is one.

/** Chooses boundaries: all values below the greatest, or `most` of them with about as many rows between. */
export function boundariesOf(x: Float64Array, order: Int32Array, most: number): Float64Array {
  const rows = order.length
  const count = Math.min(rows, most)
  const found = new Float64Array(count)
  const greatest = x[order[rows - 1]]
  let length = 0
  for (let j = 0; j < count; j += 1) {
    const value = x[order[Math.floor((j * rows) / count)]]
    if (length > 0 && (value <= found[length - 1] || value >= greatest)) continue
    found[length] = value
    length += 1
  }
  return found.slice(0, length)
}

/** Fills in the bin of each row and its distance above the boundary below it (0 in bin 0). */
export function fillBins(
  x: Float64Array,
  order: Int32Array,
  boundaries: Float64Array,
  bins: Uint32Array,
  above: Float64Array,
): void {
  let bin = 0
  for (let i = 0; i < order.length; i += 1) {
    const row = order[i]
    while (bin < boundaries.length && boundaries[bin] < x[row]) bin += 1
    bins[row] = bin
    above[row] = bin === 0 ? 0 : x[row] - boundaries[bin - 1]
  }
}
