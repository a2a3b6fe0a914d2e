// Contrasts: the numbers that stand for the k levels of a factor in its k − 1 design columns.
//
//   treatment     c_j(i) = 1 if i = j, else 0,  for j = 2 … k: the first level is the base
//   polynomial    c_d, d = 1 … k − 1: the polynomials of degree d over 1 … k that are orthogonal to
//                 each other and to 1, of length 1, with a positive leading coefficient
//
// As R's contr.treatment and contr.poly. Powers of 1 … k are nearly dependent, so that each polynomial
// is the one before it times x, orthogonalised twice against all before it (Arnoldi's way).
import { orthogonalise } from '../linear-algebra/orthogonalise.ts'
import { divide, sumOfSquares } from '../linear-algebra/sums.ts'

/** For each design column the value of every level, by treatment contrasts. */
export function treatmentContrasts(levels: number): readonly Float64Array[] {
  return Array.from({ length: levels - 1 }, (_, j) =>
    new Float64Array(levels).fill(1, j + 1, j + 2),
  )
}

/** For each design column the value of every level, by polynomial contrasts. */
export function polynomialContrasts(levels: number): readonly Float64Array[] {
  const polynomials = [new Float64Array(levels).fill(1 / Math.sqrt(levels))]
  for (let degree = 1; degree < levels; degree += 1) {
    const next = polynomials[degree - 1].map((value, i) => value * (i - (levels - 1) / 2))
    orthogonalise(next, polynomials)
    orthogonalise(next, polynomials)
    symmetrise(next, degree)
    divide(next, Math.sqrt(sumOfSquares(next)))
    polynomials.push(next)
  }
  return polynomials.slice(1)
}

/**
 * As many levels as R's contr.poly takes. The work grows with their cube, and levels may come from
 * outside.
 */
export const mostOrderedLevels = 95

/** What R puts behind a factor's name for the polynomial of a degree: .L, .Q, .C, ^4, ^5 … */
export function polynomialSuffix(degree: number): string {
  return ['.L', '.Q', '.C'][degree - 1] ?? `^${degree}`
}

/** Makes a polynomial over symmetric points as even or odd as its degree is, which rounding may hurt. */
function symmetrise(values: Float64Array, degree: number): void {
  const sign = degree % 2 === 0 ? 1 : -1
  for (let i = 0; i <= values.length - 1 - i; i += 1) {
    const mirror = values.length - 1 - i
    const mean = (values[i] + sign * values[mirror]) / 2
    values[mirror] = sign * mean
    values[i] = mean
  }
}
