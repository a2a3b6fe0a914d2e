// Sums over rows by bin, the hot loop of a fit. Each predictor's rows lie in bins between its
// boundaries t_0 < t_1 < … (see knot-bins.ts); δ is a row's distance above the boundary below it. For
// columns v₁ … v_L, one to a lane, every bin gets
//
//   Σ v_l      Σ v_l δ          over its rows, in the order of the rows
//
// which, added up from the top bin down, are the products of v_l with a hinge at every boundary. One
// pass in storage order with scattered sums beats one in sorted order with gathered values, which
// misses the cache on every row; four lanes take hardly longer than one. assembly/row-sums.ts has the same
// loops for WebAssembly.

/** How many columns are added up in one pass. */
export type Lanes = 1 | 2 | 4

/** Adds up rows; owns the arrays it works on, which others fill. */
export interface RowSums {
  /** For each predictor the bin of each row. */
  readonly bins: readonly Uint32Array[]
  /** For each predictor the distance of each row above the boundary below it. */
  readonly above: readonly Float64Array[]
  /** The values, row by row with as many lanes in each. */
  readonly values: Float64Array
  /**
   * Tables of sums, an entry a bin: Σ v_l of all lanes, then Σ v_l δ; of squares Σ v², Σ v² δ, Σ v² δ² and
   * the number of rows with v above 0.
   */
  readonly tables: readonly Float64Array[]
  /** Adds `count` rows of a predictor from `from` on to a table. */
  add(predictor: number, table: number, lanes: Lanes, from: number, count: number): void
  /** Adds the squares of a single lane likewise. */
  addSquares(predictor: number, table: number, from: number, count: number): void
}

/** How large the arrays are to be. */
export interface RowSumsSize {
  readonly rows: number
  readonly predictors: number
  /** Bins of the predictor with the most. */
  readonly bins: number
  /** Tables at once. */
  readonly tables: number
}

/** How many elements a table takes: two sums for each of four lanes. */
export function tableLength({ bins }: RowSumsSize): number {
  return bins * 8
}

/** Row sums in TypeScript. */
export function plainRowSums(size: RowSumsSize): RowSums {
  const columns = <T>(make: () => T): readonly T[] => Array.from({ length: size.predictors }, make)
  const values = new Float64Array(4 * size.rows)
  const bins = columns(() => new Uint32Array(size.rows))
  const above = columns(() => new Float64Array(size.rows))
  const tables = Array.from({ length: size.tables }, () => new Float64Array(tableLength(size)))
  const adders = { 1: addOne, 2: addTwo, 4: addFour }
  return {
    bins,
    above,
    values,
    tables,
    add(predictor, table, lanes, from, count) {
      adders[lanes](bins[predictor], above[predictor], values, tables[table], from, from + count)
    },
    addSquares(predictor, table, from, count) {
      addSquares(bins[predictor], above[predictor], values, tables[table], from, from + count)
    },
  }
}

function addOne(
  bins: Uint32Array,
  above: Float64Array,
  values: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    const at = bins[i] << 1
    const value = values[i]
    sums[at] += value
    sums[at + 1] += value * above[i]
  }
}

function addTwo(
  bins: Uint32Array,
  above: Float64Array,
  values: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    const at = bins[i] << 2
    const distance = above[i]
    const first = values[2 * i]
    const second = values[2 * i + 1]
    sums[at] += first
    sums[at + 1] += second
    sums[at + 2] += first * distance
    sums[at + 3] += second * distance
  }
}

function addFour(
  bins: Uint32Array,
  above: Float64Array,
  values: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    const at = bins[i] << 3
    const distance = above[i]
    const first = values[4 * i]
    const second = values[4 * i + 1]
    const third = values[4 * i + 2]
    const fourth = values[4 * i + 3]
    sums[at] += first
    sums[at + 1] += second
    sums[at + 2] += third
    sums[at + 3] += fourth
    sums[at + 4] += first * distance
    sums[at + 5] += second * distance
    sums[at + 6] += third * distance
    sums[at + 7] += fourth * distance
  }
}

function addSquares(
  bins: Uint32Array,
  above: Float64Array,
  values: Float64Array,
  sums: Float64Array,
  from: number,
  to: number,
): void {
  for (let i = from; i < to; i += 1) {
    const at = bins[i] << 2
    const square = values[i] * values[i]
    const first = square * above[i]
    sums[at] += square
    sums[at + 1] += first
    sums[at + 2] += first * above[i]
    sums[at + 3] += values[i] > 0 ? 1 : 0
  }
}
