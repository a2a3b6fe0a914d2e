// Looks for the length scales and the noise under which what is known is likeliest, times a prior: ln ℓᵢ ~ N(ln ½, 1) and
// ln λ ~ N(ln 10⁻³, 2²), which decide where few trials say little.
//
// Likelihoods are cheap and few: from the best of a coarse table of equal length scales, each scale in turn is made longer
// or shorter by a step as long as that helps, with steps from a factor 2 down to √2. The number of likelihoods is bounded,
// so that the search takes the same few milliseconds however many ranges there are.
import { fitGaussianProcess, type KernelScales, type PairDistances } from './gaussian-process.ts'

const mostLikelihoods = 60
const tableLengths = [0.15, 0.4, 1, 2.5]
const tableNoises = [1e-4, 1e-2, 0.2]
const steps = [2, Math.SQRT2]
const bounds = { length: [0.02, 20], noise: [1e-6, 2] } as const

/** The scales with which to fit a process to values of mean 0. */
export function searchKernelScales(pairs: PairDistances, y: Float64Array): KernelScales {
  let spent = 0
  let best = scalesOf([...new Array<number>(pairs.ranges).fill(Math.log(0.5)), Math.log(1e-3)])
  let bestScore = Number.NEGATIVE_INFINITY
  let bestLogs: readonly number[] = []
  const tryLogs = (logs: readonly number[]): boolean => {
    if (spent >= mostLikelihoods || !isWithin(logs)) return false
    spent += 1
    const scales = scalesOf(logs)
    const likelihood = fitGaussianProcess(pairs, y, scales)?.logLikelihood
    if (likelihood === undefined || likelihood + logPrior(logs) <= bestScore) return false
    bestScore = likelihood + logPrior(logs)
    best = scales
    bestLogs = logs
    return true
  }

  for (const length of tableLengths) {
    for (const noise of tableNoises) {
      tryLogs([...new Array<number>(pairs.ranges).fill(Math.log(length)), Math.log(noise)])
    }
  }
  for (const step of steps) climb(step)
  return best

  function climb(step: number): void {
    for (let helped = true; helped && spent < mostLikelihoods; ) {
      helped = false
      for (let i = 0; i < bestLogs.length; i += 1) {
        const moved = (sign: number): readonly number[] =>
          bestLogs.map((log, j) => (j === i ? log + sign * Math.log(step) : log))
        if (tryLogs(moved(1)) || tryLogs(moved(-1))) helped = true
      }
    }
  }
}

function scalesOf(logs: readonly number[]): KernelScales {
  return {
    lengths: Float64Array.from(logs.slice(0, -1), Math.exp),
    noise: Math.exp(logs.at(-1) as number),
  }
}

function isWithin(logs: readonly number[]): boolean {
  return logs.every((log, i) => {
    const [low, high] = i === logs.length - 1 ? bounds.noise : bounds.length
    return log >= Math.log(low) && log <= Math.log(high)
  })
}

function logPrior(logs: readonly number[]): number {
  return logs.reduce((sum, log, i) => {
    const isNoise = i === logs.length - 1
    const z = isNoise ? (log - Math.log(1e-3)) / 2 : log - Math.log(0.5)
    return sum - (z * z) / 2
  }, 0)
}
