// Classical Gram-Schmidt, again where too little is left (Golub and Van Loan, Matrix Computations,
// 5.2.9; Daniel, Gragg, Kaufman and Stewart 1976), for all columns C at once:
//
//   A ← Qᵀ C      C ← C − Q A      once more for the one whose length has fallen below a quarter
//
// All amounts are known before anything is subtracted. So Q passes through memory twice for all of C, and a
// third time for what is taken out once more, in blocks of rows that stay in the cache; modified Gram-Schmidt
// fetches c again for every column of Q, and its one sum waits for each last addition.
// Sums come out in another order than by orthogonalise.ts, and the columns as orthogonal or better; so
// does the length, an error in which would turn up in all that follow.
import {
  productsAfterSubtracting,
  productsInBlocks,
  subtractInBlocks,
} from './products-in-blocks.ts'
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
  const wholes = columns.map(lengthOf)
  const first = productsInBlocks(columns, basis)
  const left = productsAfterSubtracting(columns, basis, first)
  return columns.map((column, k) => {
    const rest = lengthOf(column)
    if (rest >= leastShare * wholes[k]) return { amounts: first[k], rest }
    // Twice is enough (Parlett, The Symmetric Eigenvalue Problem, 6.9).
    subtractInBlocks([column], basis, [left[k]])
    const amounts = first[k].map((amount, t) => amount + left[k][t])
    const lessRest = lengthOf(column)
    if (lessRest >= rounding * wholes[k]) return { amounts, rest: lessRest }
    column.fill(0)
    return { amounts, rest: 0 }
  })
}

/** The length of a column. */
function lengthOf(column: Float64Array): number {
  const [[squares]] = productsInBlocks([column], [column])
  return Math.sqrt(squares)
}
