import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { formatCsv } from '@byo/container-kit/table'
import { seededRandom } from '@byo/example-common'

/** What models are fitted to. */
export interface Dataset {
  readonly name: string
  readonly target: string
  readonly csv: string
}

/** The data of the seed: 150 irises. */
export function iris(): Dataset {
  const path = fileURLToPath(new URL('../../iris/data/iris.csv', import.meta.url))
  return { name: 'iris', target: 'Sepal.Length', csv: readFileSync(path, 'utf8') }
}

/**
 * Friedman's first test function, 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5, of ten predictors from 0 to 1 of which
 * the others say nothing, with noise of deviation 1 (Friedman 1991, Multivariate Adaptive Regression Splines, 4.3).
 */
export function friedman(rows: number): Dataset {
  const random = seededRandom(1991)
  const column = () => Float64Array.from({ length: rows }, random)
  const x = Array.from({ length: 10 }, column)
  const at = (j: number, i: number) => x[j - 1]?.[i] ?? 0
  const y = Float64Array.from({ length: rows }, (_, i) => {
    const curve = 10 * Math.sin(Math.PI * at(1, i) * at(2, i)) + 20 * (at(3, i) - 0.5) ** 2
    return curve + 10 * at(4, i) + 5 * at(5, i) + normal(random)
  })
  const columns = Object.fromEntries(x.map((values, j) => [`x${j + 1}`, values]))
  return { name: 'friedman', target: 'y', csv: formatCsv({ ...columns, y }) }
}

/** A normal deviate by the method of Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
