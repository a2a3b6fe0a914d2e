// The Cholesky factor L of a symmetric positive definite matrix A, and what it solves (Golub & Van Loan, 4.2):
//
//   A = L Lᵀ        A⁻¹ b = L⁻ᵀ (L⁻¹ b)        ln |A| = 2 Σ ln Lᵢᵢ
//
// Matrices are Float64Array of n × n by rows; of A only the lower triangle is read. n³/3 multiplications.

/** The lower factor, or undefined for a matrix that is not positive definite in floating-point numbers. */
export function choleskyFactor(matrix: Float64Array, n: number): Float64Array | undefined {
  const factor = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * n + j] as number
      for (let k = 0; k < j; k += 1) {
        sum -= (factor[i * n + k] as number) * (factor[j * n + k] as number)
      }
      if (i !== j) factor[i * n + j] = sum / (factor[j * n + j] as number)
      else if (sum > 0) factor[i * n + i] = Math.sqrt(sum)
      else return undefined
    }
  }
  return factor
}

/** L⁻¹ b. */
export function solveLower(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const x = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    let sum = b[i] as number
    for (let k = 0; k < i; k += 1) sum -= (factor[i * n + k] as number) * (x[k] as number)
    x[i] = sum / (factor[i * n + i] as number)
  }
  return x
}

/** L⁻ᵀ b. */
export function solveUpper(factor: Float64Array, b: Float64Array): Float64Array {
  const n = b.length
  const x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i] as number
    for (let k = i + 1; k < n; k += 1) sum -= (factor[k * n + i] as number) * (x[k] as number)
    x[i] = sum / (factor[i * n + i] as number)
  }
  return x
}

/** ln |A|. */
export function logDeterminant(factor: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += Math.log(factor[i * n + i] as number)
  return 2 * sum
}
