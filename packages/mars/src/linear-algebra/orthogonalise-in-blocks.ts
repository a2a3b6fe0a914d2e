// Classical Gram-Schmidt, again where too little is left (Golub and Van Loan, Matrix Computations,
// 5.2.9; Daniel, Gragg, Kaufman and Stewart 1976):
//
//   a ← Qᵀc      c ← c − Q a      once more if ‖c‖ has fallen below a tenth
//
// All amounts are known before anything is subtracted, so that Q passes through memory twice for a
// column, in blocks of rows during which c stays in the cache, where modified Gram-Schmidt fetches c
// again for every q; four q at a time share what is read of c and keep four sums going. The sums are
// added up in another order than by orthogonalise.ts, and the columns are as orthogonal or better; so is
// the length, which is summed in blocks too, for an error in that of q turns up in all that follow.
import type { Projection } from './reduced-rows.ts'
import { sumOfSquares } from './sums.ts'

/** Rows worked on at a time: those of c fit the first-level cache, those of Q the second. */
const blockRows = 2048

/** Columns worked on at a time. */
const abreast = 4

/** Where less than this share of the length is left, what was taken out was not exact enough. */
const leastShare = 0.1

/** Where less than this share of the length is left, it is rounding, whose direction means nothing. */
const rounding = 1e-13

/**
 * Takes out of `column`, in place, everything that the orthonormal `basis` explains, all of it where
 * nothing but rounding would be left.
 */
export function orthogonaliseInBlocks(
  column: Float64Array,
  basis: readonly Float64Array[],
): Projection {
  const amounts = new Float64Array(basis.length)
  const whole = Math.sqrt(sumOfSquares(column))
  const subtracted = (): number => {
    const found = productsWith(basis, column)
    for (let t = 0; t < amounts.length; t += 1) amounts[t] += found[t]
    return Math.sqrt(subtractAll(basis, column, found))
  }
  let rest = subtracted()
  // Twice is enough (Parlett, The Symmetric Eigenvalue Problem, 6.9).
  if (rest < leastShare * whole) rest = subtracted()
  if (rest >= rounding * whole) return { amounts, rest }
  column.fill(0)
  return { amounts, rest: 0 }
}

/** The inner products of a column with each of the basis, and zeros up to a multiple of four. */
function productsWith(basis: readonly Float64Array[], column: Float64Array): Float64Array {
  const last = basis.length - 1
  const products = new Float64Array(Math.ceil(basis.length / abreast) * abreast)
  for (let from = 0; from < column.length; from += blockRows) {
    const to = Math.min(from + blockRows, column.length)
    for (let t = 0; t <= last; t += abreast) {
      addProducts(
        products,
        t,
        column,
        basis[t],
        basis[Math.min(t + 1, last)],
        basis[Math.min(t + 2, last)],
        basis[Math.min(t + 3, last)],
        from,
        to,
      )
    }
  }
  return products.fill(0, basis.length)
}

/** Adds to four products what some rows contribute. */
function addProducts(
  products: Float64Array,
  t: number,
  c: Float64Array,
  q0: Float64Array,
  q1: Float64Array,
  q2: Float64Array,
  q3: Float64Array,
  from: number,
  to: number,
): void {
  let sum0 = 0
  let sum1 = 0
  let sum2 = 0
  let sum3 = 0
  for (let i = from; i < to; i += 1) {
    const value = c[i]
    sum0 += value * q0[i]
    sum1 += value * q1[i]
    sum2 += value * q2[i]
    sum3 += value * q3[i]
  }
  products[t] += sum0
  products[t + 1] += sum1
  products[t + 2] += sum2
  products[t + 3] += sum3
}

/** Subtracts these amounts of each of the basis from a column; returns its sum of squares then. */
function subtractAll(
  basis: readonly Float64Array[],
  column: Float64Array,
  amounts: Float64Array,
): number {
  const last = basis.length - 1
  let squares = 0
  for (let from = 0; from < column.length; from += blockRows) {
    const to = Math.min(from + blockRows, column.length)
    for (let t = 0; t <= last; t += abreast) {
      subtractFour(
        amounts,
        t,
        column,
        basis[t],
        basis[Math.min(t + 1, last)],
        basis[Math.min(t + 2, last)],
        basis[Math.min(t + 3, last)],
        from,
        to,
      )
    }
    let sum = 0
    for (let i = from; i < to; i += 1) sum += column[i] * column[i]
    squares += sum
  }
  return squares
}

/** Subtracts four columns in some rows. */
function subtractFour(
  amounts: Float64Array,
  t: number,
  c: Float64Array,
  q0: Float64Array,
  q1: Float64Array,
  q2: Float64Array,
  q3: Float64Array,
  from: number,
  to: number,
): void {
  const a0 = amounts[t]
  const a1 = amounts[t + 1]
  const a2 = amounts[t + 2]
  const a3 = amounts[t + 3]
  for (let i = from; i < to; i += 1) {
    c[i] -= a0 * q0[i] + a1 * q1[i] + (a2 * q2[i] + a3 * q3[i])
  }
}
