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
import { productsInBlocks, subtractInBlocks } from './products-in-blocks.ts'
import type { Projection } from './reduced-rows.ts'

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
  const [[squares]] = productsInBlocks([column], [column])
  return Math.sqrt(squares)
}

/** Takes out of columns what the basis explains, and adds it to `amounts`. */
function takeOut(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  amounts: readonly Float64Array[],
): void {
  const products = productsInBlocks(columns, basis)
  subtractInBlocks(columns, basis, products)
  for (const [k, each] of products.entries()) {
    for (let t = 0; t < basis.length; t += 1) amounts[k][t] += each[t]
  }
}
