// The triangular factor of the terms and what the responses leave beyond it, Miller, Subset
// Selection in Regression, 2.3:
//
//   X = Q R,   z_r = Qᵀ y_r,   RSS of the first k columns = RSS of all + Σ_{j > k} Σ_r z_rj²
//
// Columns change places by plane rotations of neighbouring rows, in O(size²) a move and without
// touching the n rows again. Dropping column j of the first k raises the RSS by Σ_r
// β_rj²/((XᵀX)⁻¹)_jj.
import { applyTransposedQ, factorise } from '../linear-algebra/householder-qr.ts'

/** The factor of the terms in their present order. */
export interface TriangularFactor {
  readonly size: number
  /** r[j][i]: row i of the column that stands at j; size × size, zero below the diagonal. */
  readonly r: Float64Array[]
  /** For each response its `size` leading rotated elements. */
  readonly z: readonly Float64Array[]
  /** RSS with all terms, over all responses. */
  readonly rssAll: number
  /** order[j] is the term that stands at j. */
  readonly order: number[]
}

/** Factors the terms' columns in their order. */
export function triangularFactor(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
): TriangularFactor {
  // Tolerance 0 keeps every column in its place.
  const factors = factorise(columns, 0)
  const size = columns.length
  const r = factors.columns.map((column, j) => {
    const upper = new Float64Array(size)
    upper.set(column.subarray(0, Math.min(j + 1, column.length)))
    return upper
  })
  let rssAll = 0
  const z = responses.map((response) => {
    const rotated = Float64Array.from(response)
    applyTransposedQ(factors, rotated)
    for (let i = size; i < rotated.length; i += 1) rssAll += rotated[i] ** 2
    const leading = new Float64Array(size)
    leading.set(rotated.subarray(0, Math.min(size, rotated.length)))
    return leading
  })
  return { size, r, z, rssAll, order: columns.map((_, index) => index) }
}

/** rss[k − 1] is the RSS of the first k columns as they stand. */
export function prefixRss(factor: TriangularFactor): Float64Array {
  const rss = new Float64Array(factor.size)
  let sum = factor.rssAll
  for (let k = factor.size; k >= 1; k -= 1) {
    rss[k - 1] = sum
    for (const z of factor.z) sum += z[k - 1] ** 2
  }
  return rss
}

/**
 * For each of the first `size` columns but the first, by how much dropping it raises the RSS of
 * those `size`.
 */
export function rssIncreases(factor: TriangularFactor, size: number): Float64Array {
  const increases = new Float64Array(size).fill(Number.POSITIVE_INFINITY)
  const row = new Float64Array(size)
  for (let j = 1; j < size; j += 1) {
    // Row j of R⁻¹: its sum of squares is the diagonal of (XᵀX)⁻¹, its product with z the
    // coefficient.
    const diagonal = inverseRow(factor, j, size, row)
    let squares = 0
    for (const z of factor.z) {
      let beta = 0
      for (let k = j; k < size; k += 1) beta += row[k] * z[k]
      squares += beta * beta
    }
    // A column without a rest of its own explains nothing that the others do not.
    increases[j] = diagonal > 0 ? squares / diagonal : 0
  }
  return increases
}

/**
 * For each column from `at` on, by how much it lowers the RSS of the first `at` columns; −1 for
 * those before.
 *
 *   gain_j = Σ_r (Σ_{i ≥ at} r_ij z_ri)² / Σ_{i ≥ at} r_ij²
 */
export function rssDecreases(factor: TriangularFactor, at: number): Float64Array {
  const decreases = new Float64Array(factor.size).fill(-1)
  for (let j = at; j < factor.size; j += 1) {
    const column = factor.r[j]
    let left = 0
    for (let i = at; i <= j; i += 1) left += column[i] * column[i]
    let squares = 0
    for (const z of factor.z) {
      let along = 0
      for (let i = at; i <= j; i += 1) along += column[i] * z[i]
      squares += along * along
    }
    decreases[j] = left > 0 ? squares / left : 0
  }
  return decreases
}

/** Moves the column at `from` to `to`; those between move by one to make room. */
export function moveColumn(factor: TriangularFactor, from: number, to: number): void {
  for (let j = from; j < to; j += 1) swapWithNext(factor, j)
  for (let j = from - 1; j >= to; j -= 1) swapWithNext(factor, j)
}

/**
 * Fills in row j of the inverse of the leading `size` × `size` block, zeros where it has none;
 * returns its sum of squares.
 */
function inverseRow(factor: TriangularFactor, j: number, size: number, row: Float64Array): number {
  let squares = 0
  for (let k = j; k < size; k += 1) {
    let value = k === j ? 1 : 0
    for (let i = j; i < k; i += 1) value -= row[i] * factor.r[k][i]
    row[k] = factor.r[k][k] === 0 ? 0 : value / factor.r[k][k]
    squares += row[k] * row[k]
  }
  return squares
}

/** Swaps the columns at j and j + 1 and rotates rows j and j + 1 so that R is triangular again. */
function swapWithNext(factor: TriangularFactor, j: number): void {
  const { r, z, order, size } = factor
  const left = r[j + 1]
  const right = r[j]
  r[j] = left
  r[j + 1] = right
  const term = order[j]
  order[j] = order[j + 1]
  order[j + 1] = term

  const length = Math.hypot(left[j], left[j + 1])
  if (length === 0) return
  const cosine = left[j] / length
  const sine = left[j + 1] / length
  for (let k = j; k < size; k += 1) rotate(r[k], j, cosine, sine)
  left[j + 1] = 0
  for (const each of z) rotate(each, j, cosine, sine)
}

/** Rotates elements j and j + 1 of a column. */
function rotate(column: Float64Array, j: number, cosine: number, sine: number): void {
  const upper = column[j]
  const lower = column[j + 1]
  column[j] = cosine * upper + sine * lower
  column[j + 1] = cosine * lower - sine * upper
}
