// Classical Gram-Schmidt, again where too little is left (Golub and Van Loan, Matrix Computations,
// 5.2.9; Daniel, Gragg, Kaufman and Stewart 1976), for two columns C = (c, d) at a time:
//
//   A ← Qᵀ C      C ← C − Q A      once more for the one whose length has fallen below a half
//
// All amounts are known before anything is subtracted. So Q passes through memory twice for two columns,
// in blocks of rows during which c and d stay in the cache, and a number of Q that has been read serves
// both; modified Gram-Schmidt fetches c again for every column of Q, and its one sum waits for each last
// addition. Measured for pairs of columns up to 51: 1.6 times as fast, from 100,000 rows to a million; a
// column alone takes as long as before. Sums come out in another order than by orthogonalise.ts, and the
// columns as orthogonal or better; so does the length, an error in which would turn up in all that follow.
import type { Projection } from './reduced-rows.ts'

/** Rows worked on at a time: those of two columns fit the first-level cache. */
const blockRows = 2048

/** Where less than this share of the length is left, what was taken out was not exact enough. */
const leastShare = 0.5

/** Where less than this share of the length is left, it is rounding, whose direction means nothing. */
const rounding = 1e-13

/**
 * Takes out of each column, in place, everything that the orthonormal `basis` explains, all of it where
 * nothing but rounding would be left. Beside each other the columns stay as they are.
 */
export function orthogonaliseInBlocks(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
): readonly Projection[] {
  const amounts = columns.map(() => new Float64Array(basis.length))
  const wholes = columns.map(lengthOf)
  takeOut(columns, basis, amounts)
  const rests = columns.map(lengthOf)
  // Twice is enough (Parlett, The Symmetric Eigenvalue Problem, 6.9).
  const poor = [...columns.keys()].filter((k) => rests[k] < leastShare * wholes[k])
  takeOut(
    poor.map((k) => columns[k]),
    basis,
    poor.map((k) => amounts[k]),
  )
  for (const k of poor) {
    rests[k] = lengthOf(columns[k])
    if (rests[k] >= rounding * wholes[k]) continue
    columns[k].fill(0)
    rests[k] = 0
  }
  return rests.map((rest, k) => ({ amounts: amounts[k], rest }))
}

/** The length of a column. */
function lengthOf(column: Float64Array): number {
  let squares = 0
  for (let from = 0; from < column.length; from += blockRows) {
    const to = Math.min(from + blockRows, column.length)
    let sum = 0
    for (let i = from; i < to; i += 1) sum += column[i] * column[i]
    squares += sum
  }
  return Math.sqrt(squares)
}

/** Takes out of columns, two at a time, what the basis explains, and adds it to `amounts`. */
function takeOut(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): void {
  const groups = inFours(basis)
  for (let k = 0; k < columns.length; k += 2) {
    const two: Two = [columns[k], columns[k + 1] ?? new Float64Array(columns[k].length)]
    const products = productsOf(two, groups)
    // The last group may hold the last column more than once.
    for (const each of products) each.fill(0, basis.length)
    forEachBlock(two[0].length, groups, (group, from, to) => {
      subtract(two, group, products, from, to)
    })
    for (let t = 0; t < basis.length; t += 1) {
      amounts[k][t] += products[0][t]
      if (k + 1 < columns.length) amounts[k + 1][t] += products[1][t]
    }
  }
}

/** Two columns, or something for each of them. */
type Two = readonly [Float64Array, Float64Array]

/** Four columns of the basis, the first of which stands at `at`; the last one again where it ends. */
interface Group {
  readonly at: number
  readonly q: readonly [Float64Array, Float64Array, Float64Array, Float64Array]
}

/** The basis in groups of four. */
function inFours(basis: readonly Float64Array[]): readonly Group[] {
  const column = (t: number): Float64Array => basis[Math.min(t, basis.length - 1)]
  return Array.from({ length: Math.ceil(basis.length / 4) }, (_, group) => {
    const at = 4 * group
    return { at, q: [column(at), column(at + 1), column(at + 2), column(at + 3)] }
  })
}

/** Visits all groups in one block of rows after the other. */
function forEachBlock(
  rows: number,
  groups: readonly Group[],
  visit: (group: Group, from: number, to: number) => void,
): void {
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    for (const group of groups) visit(group, from, to)
  }
}

/** The inner products of two columns with those of the groups. */
function productsOf(two: Two, groups: readonly Group[]): Two {
  const products: Two = [new Float64Array(4 * groups.length), new Float64Array(4 * groups.length)]
  forEachBlock(two[0].length, groups, (group, from, to) => {
    addProducts(two, group, products, from, to)
  })
  return products
}

/** Adds to the products with a group what some rows contribute. */
function addProducts([c, d]: Two, { at, q }: Group, [a, b]: Two, from: number, to: number): void {
  const [q0, q1, q2, q3] = q
  let a0 = 0
  let a1 = 0
  let a2 = 0
  let a3 = 0
  let b0 = 0
  let b1 = 0
  let b2 = 0
  let b3 = 0
  for (let i = from; i < to; i += 1) {
    const u = c[i]
    const v = d[i]
    const v0 = q0[i]
    const v1 = q1[i]
    const v2 = q2[i]
    const v3 = q3[i]
    a0 += u * v0
    a1 += u * v1
    a2 += u * v2
    a3 += u * v3
    b0 += v * v0
    b1 += v * v1
    b2 += v * v2
    b3 += v * v3
  }
  a[at] += a0
  a[at + 1] += a1
  a[at + 2] += a2
  a[at + 3] += a3
  b[at] += b0
  b[at + 1] += b1
  b[at + 2] += b2
  b[at + 3] += b3
}

/** Subtracts in some rows these amounts of a group from two columns. */
function subtract([c, d]: Two, { at, q }: Group, [a, b]: Two, from: number, to: number): void {
  const [q0, q1, q2, q3] = q
  const [a0, a1, a2, a3] = [a[at], a[at + 1], a[at + 2], a[at + 3]]
  const [b0, b1, b2, b3] = [b[at], b[at + 1], b[at + 2], b[at + 3]]
  for (let i = from; i < to; i += 1) {
    const v0 = q0[i]
    const v1 = q1[i]
    const v2 = q2[i]
    const v3 = q3[i]
    c[i] -= a0 * v0 + a1 * v1 + (a2 * v2 + a3 * v3)
    d[i] -= b0 * v0 + b1 * v1 + (b2 * v2 + b3 * v3)
  }
}
