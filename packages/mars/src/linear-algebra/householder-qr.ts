// Householder QR with limited pivoting (the rule of R's qr() and lm()):
//
//   X P = Q R,   H_k = I − v vᵀ/v_k  with v scaled so that v_k = 1 + |x_kk|/‖x_k‖
//
// Columns keep their order, except that one whose remaining norm has fallen below `tolerance` times
// its first norm is dependent on those before it and moves to the end. Norms are updated, not
// recomputed, until cancellation forces it (Golub and Van Loan, Matrix Computations, 5.4.1).

/** What a factorisation leaves: R above, the reflections below, and who stands where. */
export interface QrFactors {
  /** rows × columns; R in the upper triangle, the reflections v below and in `heads`. */
  readonly columns: readonly Float64Array[]
  /** v_k of each reflection; 0 where there was nothing to reflect. */
  readonly heads: Float64Array
  /** pivot[k] is the given index of the column that stands at k. */
  readonly pivot: readonly number[]
  /** How many leading columns are independent. */
  readonly rank: number
}

/** Factors a copy of the given columns; a column is dependent below `tolerance` of its own norm. */
export function factorise(given: readonly Float64Array[], tolerance: number): QrFactors {
  const columns = given.map((column) => Float64Array.from(column))
  const pivot = columns.map((_, index) => index)
  const rows = columns.length === 0 ? 0 : columns[0].length
  const heads = new Float64Array(columns.length)
  const norms = columns.map((column) => ({ now: norm(column, 0), checked: 0, first: 0 }))
  for (const entry of norms) {
    entry.checked = entry.now
    entry.first = entry.now || 1
  }

  let rank = columns.length
  for (let k = 0; k < Math.min(rows, rank); k += 1) {
    while (k < rank && norms[k].now < norms[k].first * tolerance) {
      columns.push(...columns.splice(k, 1))
      pivot.push(...pivot.splice(k, 1))
      norms.push(...norms.splice(k, 1))
      rank -= 1
    }
    if (k === rows - 1) break
    reflect(columns, heads, norms, k)
  }
  return { columns, heads, pivot, rank: Math.min(rank, rows) }
}

/** Qᵀy in place: applies the reflections of the first `rank` columns to y. */
export function applyTransposedQ(factors: QrFactors, y: Float64Array): void {
  for (let k = 0; k < factors.rank; k += 1) {
    if (factors.heads[k] !== 0) applyReflection(factors.columns[k], factors.heads[k], k, y)
  }
}

/** Qy in place: the reflections of the first `rank` columns in the opposite order. */
export function applyQ(factors: QrFactors, y: Float64Array): void {
  for (let k = factors.rank - 1; k >= 0; k -= 1) {
    if (factors.heads[k] !== 0) applyReflection(factors.columns[k], factors.heads[k], k, y)
  }
}

/** Makes the reflection of column k, applies it to the columns after k and updates their norms. */
function reflect(
  columns: readonly Float64Array[],
  heads: Float64Array,
  norms: readonly { now: number; checked: number }[],
  k: number,
): void {
  const pivotColumn = columns[k]
  let length = norm(pivotColumn, k)
  if (length === 0) return
  if (pivotColumn[k] < 0) length = -length
  for (let i = k; i < pivotColumn.length; i += 1) pivotColumn[i] /= length
  pivotColumn[k] += 1
  const head = pivotColumn[k]

  for (let j = k + 1; j < columns.length; j += 1) {
    applyReflection(pivotColumn, head, k, columns[j])
    const entry = norms[j]
    if (entry.now === 0) continue
    const left = Math.max(1 - (columns[j][k] / entry.now) ** 2, 0)
    if (left < 1e-6) {
      entry.now = norm(columns[j], k + 1)
      entry.checked = entry.now
    } else {
      entry.now *= Math.sqrt(left)
    }
  }
  heads[k] = head
  pivotColumn[k] = -length
}

/**
 * y ← y − v (vᵀy)/v_k from row k down; `head` stands for v_k, whose place R has taken or will take.
 */
function applyReflection(v: Float64Array, head: number, k: number, y: Float64Array): void {
  let sum = head * y[k]
  for (let i = k + 1; i < y.length; i += 1) sum += v[i] * y[i]
  const factor = -sum / head
  y[k] += factor * head
  for (let i = k + 1; i < y.length; i += 1) y[i] += factor * v[i]
}

/** The Euclidean norm of a column from row `from` down. */
function norm(column: Float64Array, from: number): number {
  let sum = 0
  for (let i = from; i < column.length; i += 1) sum += column[i] * column[i]
  return Math.sqrt(sum)
}
