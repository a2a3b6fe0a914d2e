// The rows of a predictor in the order of its bins, block by block of rows, for sums over rows by bin. The
// rows of a block that lie in one bin are a run, whose sums are added up without a look at any other bin;
// and the values of a block stay in the cache, where a pass in the order of all rows would miss it on every
// row.
import type { WorkMemory } from '../../kernel/memory.ts'

/**
 * Rows of a block: eight values of each fit the second-level cache, and a number of 16 bits counts them. As
 * a literal, for V8 takes a power for a fraction and whatever is worked out with it too.
 */
export const blockRows = 8192

/** Its binary logarithm. */
const blockBits = 13

/** The rows of one predictor. */
export interface RowsByBin {
  /** Rows, counted from the first of their block, in ascending order within it. */
  readonly order: Uint16Array
  /** In this order, each row's distance above the boundary below it; 0 in bin 0. */
  readonly above: Float64Array
  /** The runs of each block, as many as there is room for: bin and number of rows. */
  readonly runs: Uint32Array
  /** How many runs a block has room for. */
  readonly room: number
  /** How many it has. */
  readonly counts: Uint32Array
}

/** How many blocks so many rows are. */
export function blocksOf(rows: number): number {
  return Math.ceil(rows / blockRows)
}

/** Arrays for so many rows in so many bins. */
export function emptyRowsByBin(rows: number, bins: number, memory: WorkMemory): RowsByBin {
  const blocks = blocksOf(rows)
  const room = Math.min(rows, blockRows, bins)
  return {
    order: memory.uint16(rows),
    above: memory.float64(rows),
    runs: memory.uint32(2 * blocks * room),
    room,
    counts: memory.uint32(blocks),
  }
}

/** The bytes that these arrays take. */
export function bytesOfRows(rows: number, bins: number): number {
  const blocks = blocksOf(rows)
  return 10 * rows + 8 * blocks * Math.min(rows, blockRows, bins) + 4 * blocks
}

/** Fills in the rows of a predictor, of which the ascending order and the values in that order are known. */
export function fillRowsByBin(
  { order, above, runs, room, counts }: RowsByBin,
  sorted: Float64Array,
  ascending: Int32Array,
  boundaries: Float64Array,
): void {
  const next = Uint32Array.from(counts, (_, block) => block * blockRows)
  // Of each block the bin that its latest run is of, and where the number of its rows stands.
  const bins = new Int32Array(counts.length).fill(-1)
  const lengths = Uint32Array.from(counts, (_, block) => 2 * block * room - 1)
  let bin = 0
  let boundary = boundaries[0]
  let below = Number.NaN
  for (let rank = 0; rank < sorted.length; rank += 1) {
    const value = sorted[rank]
    while (boundary < value) {
      bin += 1
      below = boundary
      boundary = bin < boundaries.length ? boundaries[bin] : Number.POSITIVE_INFINITY
    }
    const row = ascending[rank]
    const block = row >>> blockBits
    if (bins[block] !== bin) {
      bins[block] = bin
      lengths[block] += 2
      runs[lengths[block] - 1] = bin
      runs[lengths[block]] = 0
    }
    runs[lengths[block]] += 1
    const at = next[block]
    next[block] = at + 1
    order[at] = row & (blockRows - 1)
    above[at] = bin === 0 ? 0 : value - below
  }
  for (let block = 0; block < counts.length; block += 1) {
    counts[block] = (lengths[block] + 1) / 2 - block * room
  }
}
