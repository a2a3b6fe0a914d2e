// Friedman's first test function: 10 sin(π x1 x2) + 20 (x3 − ½)² + 10 x4 + 5 x5, with predictors from 0 to 1 of which
// the others say nothing, and noise of deviation 1.
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from './seeded-random.mjs'

/**
 * Writes a table as a file of doubles, column by column: x1 …, y and, if asked for, weights w from ½ to 2.
 *
 * @returns a job `data` for a side
 */
export function writeFriedman1(folder, { rows, columns, weighted = false, seed = 1991 }) {
  const random = seededRandom(seed)
  const x = predictors(random, rows, columns)
  const y = truthOf(x).map((value) => value + normal(random))
  const w = weighted ? [Float64Array.from({ length: rows }, () => 0.5 + 1.5 * random())] : []
  const names = [...x.map((_, at) => `x${at + 1}`), 'y', ...(weighted ? ['w'] : [])]
  const file = join(folder, `friedman1-${rows}-${columns}-${seed}.bin`)
  writeDoubles(file, [...x, y, ...w])
  return { do: 'data', file, rows, names, target: 'y', ...(weighted ? { weights: 'w' } : {}) }
}

/** Writes new points, and says what the function really is there. */
export function writeTestPoints(folder, { rows, columns }) {
  const x = predictors(seededRandom(2024), rows, columns)
  const file = join(folder, `points-${rows}-${columns}.bin`)
  writeDoubles(file, x)
  return { file, rows, truth: truthOf(x) }
}

function predictors(random, rows, columns) {
  return Array.from({ length: columns }, () => Float64Array.from({ length: rows }, random))
}

function truthOf([x1, x2, x3, x4, x5]) {
  return x1.map((value, i) => {
    const curve = 10 * Math.sin(Math.PI * value * x2[i]) + 20 * (x3[i] - 0.5) ** 2
    return curve + 10 * x4[i] + 5 * x5[i]
  })
}

/** A normal deviate (G. E. P. Box, M. E. Muller, 1958). */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function writeDoubles(file, columns) {
  const descriptor = openSync(file, 'w')
  for (const column of columns) writeSync(descriptor, column)
  closeSync(descriptor)
}
