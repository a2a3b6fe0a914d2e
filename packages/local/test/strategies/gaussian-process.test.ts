import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../src/faults/random.ts'
import {
  choleskyFactor,
  logDeterminant,
  solveLower,
  solveUpper,
} from '../../src/strategies/cholesky.ts'
import { expectedImprovement } from '../../src/strategies/expected-improvement.ts'
import { fitGaussianProcess, type PairDistances } from '../../src/strategies/gaussian-process.ts'
import { searchKernelScales } from '../../src/strategies/kernel-search.ts'

/** The inverse by Gauss and Jordan, and the determinant: slow and plain. */
function invert(matrix: readonly (readonly number[])[]) {
  const n = matrix.length
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))])
  let determinant = 1
  for (let i = 0; i < n; i += 1) {
    let pivot = i
    for (let j = i; j < n; j += 1) {
      if (Math.abs(rows[j]?.[i] ?? 0) > Math.abs(rows[pivot]?.[i] ?? 0)) pivot = j
    }
    const [a, b] = [rows[i] as number[], rows[pivot] as number[]]
    if (pivot !== i) determinant = -determinant
    rows[i] = b
    rows[pivot] = a
    const lead = b[i] as number
    determinant *= lead
    const row = b.map((value) => value / lead)
    rows[i] = row
    for (let j = 0; j < n; j += 1) {
      if (j === i) continue
      const factor = rows[j]?.[i] as number
      rows[j] = (rows[j] as number[]).map((value, k) => value - factor * (row[k] as number))
    }
  }
  return { inverse: rows.map((row) => row.slice(n)), determinant }
}

const times = (matrix: readonly (readonly number[])[], x: readonly number[]) =>
  matrix.map((row) => row.reduce((sum, value, i) => sum + value * (x[i] as number), 0))
const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * (b[i] as number), 0)

/** Squared distances of places with one coordinate for each range. */
function pairsOf(places: readonly (readonly number[])[]): PairDistances {
  const values = places.flatMap((a, i) => places.slice(0, i).flatMap((b) => squares(a, b)))
  return { n: places.length, ranges: places[0]?.length ?? 0, values: Float64Array.from(values) }
}
const squares = (a: readonly number[], b: readonly number[]) =>
  a.map((value, i) => (value - (b[i] as number)) ** 2)
const distancesTo = (place: readonly number[], places: readonly (readonly number[])[]) =>
  Float64Array.from(places.flatMap((other) => squares(place, other)))

function matern(a: readonly number[], b: readonly number[], lengths: readonly number[]): number {
  const r = Math.sqrt(squares(a, b).reduce((sum, s, i) => sum + s / (lengths[i] as number) ** 2, 0))
  return (1 + Math.sqrt(5) * r + (5 * r * r) / 3) * Math.exp(-Math.sqrt(5) * r)
}

const anyPlaces = fc
  .tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.nat())
  .map(([n, d, seed]) => {
    const random = createRandom(seed)
    return Array.from({ length: n }, () => Array.from({ length: d }, random))
  })

describe('the Cholesky factor', () => {
  it('solves and measures as the inverse does', () => {
    fc.assert(
      fc.property(anyPlaces, (places) => {
        const n = places.length
        const matrix = places.map((a, i) => places.map((b, j) => dot(a, b) + (i === j ? 1 : 0)))
        const factor = choleskyFactor(Float64Array.from(matrix.flat()), n) as Float64Array
        const b = places.map(([first]) => first as number)
        const { inverse, determinant } = invert(matrix)
        const solved = solveUpper(factor, solveLower(factor, Float64Array.from(b)))
        times(inverse, b).forEach((value, i) => void expect(solved[i]).toBeCloseTo(value, 9))
        expect(logDeterminant(factor, n)).toBeCloseTo(Math.log(determinant), 9)
      }),
    )
  })

  it('is not there for a matrix that is not positive definite', () => {
    expect(choleskyFactor(Float64Array.of(1, 0, 2, 1), 2)).toBeUndefined()
  })
})

describe('a Gaussian process', () => {
  it('predicts and judges itself as the formulas written out do', () => {
    fc.assert(
      fc.property(anyPlaces, fc.double({ min: 0.1, max: 2, noNaN: true }), (places, length) => {
        const n = places.length
        const lengths = (places[0] ?? []).map((_, i) => length * (i + 1))
        const noise = 0.05
        const y = places.map((place) => Math.sin(5 * (place[0] as number)))
        const process = fitGaussianProcess(pairsOf(places), Float64Array.from(y), {
          lengths: Float64Array.from(lengths),
          noise,
        })
        const K = places.map((a, i) =>
          places.map((b, j) => matern(a, b, lengths) + (i === j ? noise : 0)),
        )
        const { inverse, determinant } = invert(K)
        const signal = dot(y, times(inverse, y)) / n
        const at = lengths.map(() => 0.5)
        const k = places.map((place) => matern(at, place, lengths))
        const seen = process?.predict(distancesTo(at, places))
        expect(seen?.mean).toBeCloseTo(dot(k, times(inverse, y)), 6)
        expect(seen?.deviation).toBeCloseTo(
          Math.sqrt(signal * Math.max(0, 1 - dot(k, times(inverse, k)))),
          5,
        )
        expect(process?.logLikelihood).toBeCloseTo(
          -(n * Math.log(signal) + Math.log(determinant)) / 2,
          5,
        )
      }),
    )
  })

  it('goes through what it knows when there is no noise, and is sure of it; far away it is not', () => {
    const places = [[0], [0.2], [0.5], [0.9]]
    const y = Float64Array.of(1, -1, 0.5, -0.5)
    const scales = { lengths: Float64Array.of(0.2), noise: 1e-10 }
    const process = fitGaussianProcess(pairsOf(places), y, scales)
    places.forEach((place, i) => {
      const { mean, deviation } = process?.predict(distancesTo(place, places)) ?? {
        mean: 0,
        deviation: 1,
      }
      expect(mean).toBeCloseTo(y[i] as number, 6)
      expect(deviation).toBeLessThan(1e-4)
    })
    const between = process?.predict(distancesTo([0.7], places)).deviation ?? 0
    const outside = process?.predict(distancesTo([3], places)).deviation ?? 0
    expect(between).toBeGreaterThan(0.1)
    expect(outside).toBeGreaterThan(between)
  })
})

describe('the search for kernel scales', () => {
  it('finds out which range matters, and what is noise', () => {
    const random = createRandom(5)
    const places = Array.from({ length: 40 }, () => [random(), random()])
    const y = Float64Array.from(places, ([x = 0]) => Math.sin(6 * x))
    const clean = searchKernelScales(pairsOf(places), y)
    expect((clean.lengths[1] as number) / (clean.lengths[0] as number)).toBeGreaterThan(2)
    const noisy = searchKernelScales(
      pairsOf(places),
      y.map((value) => value + random() - 0.5),
    )
    expect(noisy.noise).toBeGreaterThan(10 * clean.noise)
  })

  it('takes values that are all the same', () => {
    const places = [[0], [0.5], [1]]
    const scales = searchKernelScales(pairsOf(places), new Float64Array(3))
    expect(Number.isFinite(scales.noise) && Number.isFinite(scales.lengths[0])).toBe(true)
  })
})

describe('the expected improvement', () => {
  it('is the mean of what draws improve', () => {
    const random = createRandom(2)
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    for (const [best, mean, deviation] of [
      [0, 0.5, 1],
      [0, -1, 0.5],
      [1, 0, 2],
    ] as const) {
      let sum = 0
      for (let i = 0; i < 40_000; i += 1) sum += Math.max(0, best - (mean + deviation * normal()))
      expect(Math.abs(expectedImprovement(best, mean, deviation) - sum / 40_000)).toBeLessThan(0.02)
    }
  })

  it('of a sure place is what it is better by', () => {
    expect([expectedImprovement(1, 0.25, 0), expectedImprovement(0, 1, 0)]).toEqual([0.75, 0])
  })
})
