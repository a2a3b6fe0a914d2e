// Classical Gram-Schmidt, again where too little is left (Golub and Van Loan, Matrix Computations,
// 5.2.9; Daniel, Gragg, Kaufman and Stewart 1976), for all columns C at once:
//
//   A ← Qᵀ C      C ← C − Q A      once more for the one whose length has fallen below a quarter
//
// All amounts are known before anything is subtracted. So Q passes through memory twice for all of C, in
// blocks of rows that stay in the cache; modified Gram-Schmidt fetches c again for every column of Q,
// and its one sum waits for each last addition.
// Sums come out in another order than by orthogonalise.ts, and the columns as orthogonal or better; so
// does the length, an error in which would turn up in all that follow.
import { fourColumns, type Group, inFours } from './four-columns.ts'
import type { Projection } from './reduced-rows.ts'

/** Rows worked on at a time: those of a column and of four of the basis fit the first-level cache. */
const blockRows = 512

/** Where less than this share of the length is left, what was taken out was not exact enough. */
const leastShare = 0.25

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

/** Takes out of columns what the basis explains, and adds it to `amounts`. */
function takeOut(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): void {
  const groups = inFours(basis)
  const work = columns.map((column) => ({
    loops: fourColumns(column, basis),
    products: new Float64Array(4 * groups.length),
  }))
  forEachBlock(columns, groups, (group, from, to) => {
    for (const { loops, products } of work) loops.addProducts(group, products, from, to)
  })
  // The last group may hold the last column more than once.
  for (const { products } of work) products.fill(0, basis.length)
  forEachBlock(columns, groups, (group, from, to) => {
    for (const { loops, products } of work) loops.subtract(group, products, from, to)
  })
  for (const [at, { products }] of work.entries()) {
    for (let t = 0; t < basis.length; t += 1) amounts[at][t] += products[t]
  }
}

/** Visits all groups in one block of the columns' rows after the other. */
function forEachBlock(
  columns: readonly Float64Array[],
  groups: readonly Group[],
  visit: (group: Group, from: number, to: number) => void,
): void {
  const rows = columns.length === 0 ? 0 : columns[0].length
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(from + blockRows, rows)
    for (const group of groups) visit(group, from, to)
  }
}
