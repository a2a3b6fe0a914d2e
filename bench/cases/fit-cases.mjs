// The tables that both sides fit, and how.
import { readFileSync } from 'node:fs'
import { parseCsv } from '@byo/container-kit/table'
import { seededRandom } from './seeded-random.mjs'

const irisFile = new URL('../../examples/iris/data/iris.csv', import.meta.url)

export const fitCases = [
  {
    name: 'iris, degree 2',
    target: 'Sepal.Length',
    repetitions: 30,
    table: () => parseCsv(readFileSync(irisFile)),
  },
  {
    name: 'Friedman 1, 1,000 × 10, degree 2',
    target: 'y',
    repetitions: 10,
    table: () => friedman1(1000),
  },
  {
    name: 'Friedman 1, 10,000 × 10, degree 2',
    target: 'y',
    repetitions: 5,
    table: () => friedman1(10_000),
  },
]

/** Friedman's first test function with five more columns that say nothing, and noise of deviation 1. */
function friedman1(rows) {
  const random = seededRandom(1991)
  const x = Array.from({ length: 10 }, () => Float64Array.from({ length: rows }, random))
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const noise = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const curve = 10 * Math.sin(Math.PI * x[0][i] * x[1][i]) + 20 * (x[2][i] - 0.5) ** 2
    return curve + 10 * x[3][i] + 5 * x[4][i] + noise
  })
  return { ...Object.fromEntries(x.map((column, at) => [`x${at + 1}`, column])), y }
}
