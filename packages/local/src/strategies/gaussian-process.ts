// Regression by a Gaussian process with a Matérn 5/2 kernel (Rasmussen & Williams, Gaussian Processes for Machine
// Learning, 2006, algorithm 2.1 and equation 4.17).
//
//   r²(x, x′) = Σ dᵢ²(x, x′) / ℓᵢ²                    dᵢ the distance in range i, ℓᵢ its length scale (ARD)
//   k(r) = (1 + √5 r + 5 r²/3) exp(−√5 r)
//   y ~ N(0, s² (K + λ I))                            K the kernel between trials, λ noise as a share of the signal
//   μ(x) = kᵀ (K + λ I)⁻¹ y                           σ²(x) = s² (1 − kᵀ (K + λ I)⁻¹ k)
//
// The signal s² is not searched for: for given ℓ and λ the likelihood is greatest at s² = yᵀ (K + λ I)⁻¹ y / n, which
// leaves, but for a constant,
//
//   ln p(y) = −(n ln s² + ln |K + λ I|) / 2
//
// A fit costs n³/3 multiplications, a prediction n².
import { choleskyFactor, logDeterminant, solveLower, solveUpper } from './cholesky.ts'

/** What a kernel depends on. */
export interface KernelScales {
  /** The length scale of each range. */
  readonly lengths: Float64Array
  /** The noise as a share of the signal. */
  readonly noise: number
}

/** The squared distance in each range between trials: for each pair i > j of n, at row i(i−1)/2 + j, one for each range. */
export interface PairDistances {
  readonly n: number
  readonly ranges: number
  readonly values: Float64Array
}

/** A process that knows n values. */
export interface GaussianProcess {
  readonly logLikelihood: number
  /** @param distances - The squared distance in each range to each trial, one row a trial. */
  predict(distances: Float64Array): { readonly mean: number; readonly deviation: number }
}

/** The least s²: of values that are all the same it would be nothing. */
const leastSignal = 1e-12

/** Fits a process to values of mean 0; undefined where the numbers do not allow it. */
export function fitGaussianProcess(
  pairs: PairDistances,
  y: Float64Array,
  scales: KernelScales,
): GaussianProcess | undefined {
  const { n } = pairs
  const weights = scales.lengths.map((length) => 1 / (length * length))
  const factor = choleskyFactor(kernelMatrix(pairs, weights, scales.noise), n)
  if (factor === undefined) return undefined
  const white = solveLower(factor, y)
  const signal = Math.max(leastSignal, dot(white, white) / n)
  const alpha = solveUpper(factor, white)
  const k = new Float64Array(n)
  return {
    logLikelihood: -(n * Math.log(signal) + logDeterminant(factor, n)) / 2,
    predict(distances) {
      for (let i = 0; i < n; i += 1) k[i] = kernel(distances, i * weights.length, weights)
      const v = solveLower(factor, k)
      const variance = signal * Math.max(0, 1 - dot(v, v))
      return { mean: dot(k, alpha), deviation: Math.sqrt(variance) }
    },
  }
}

function kernelMatrix({ n, values }: PairDistances, weights: Float64Array, noise: number) {
  const matrix = new Float64Array(n * n)
  for (let i = 0, pair = 0; i < n; i += 1) {
    for (let j = 0; j < i; j += 1, pair += weights.length) {
      matrix[i * n + j] = kernel(values, pair, weights)
    }
    matrix[i * n + i] = 1 + noise
  }
  return matrix
}

/** k(r), for the distances that stand from an offset on. */
function kernel(distances: Float64Array, offset: number, weights: Float64Array): number {
  let squared = 0
  for (let i = 0; i < weights.length; i += 1) {
    squared += (distances[offset + i] as number) * (weights[i] as number)
  }
  const scaled = Math.sqrt(5 * squared)
  return (1 + scaled + (5 * squared) / 3) * Math.exp(-scaled)
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number)
  return sum
}
