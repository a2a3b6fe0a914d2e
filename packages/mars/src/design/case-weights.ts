// What each row counts in sums of squares: numbers of at least 0, from the table or from beside it.
import { describe, MarsError } from '../errors.ts'
import { numbersOf } from './cells.ts'
import type { TrainingInput } from './training-input.ts'

/** Case weights as given: none, the name of a column, or a number a row. */
export type GivenWeights = string | ArrayLike<number> | null

/** The weights of the rows as given, checked; null where there are none. */
export function caseWeights(input: TrainingInput, given: GivenWeights): Float64Array | null {
  if (given === null) return null
  const { rows } = input.predictors
  const where = input.weights ? `column ${describe(input.weights.name)}, the weights` : 'weights'
  const weights = input.weights
    ? numbersOf(input.weights)
    : Float64Array.from(given as ArrayLike<number>)
  if (weights.length !== rows) {
    throw invalid(`has ${weights.length} numbers and the table ${rows} rows: give one a row`)
  }
  const row = weights.findIndex((weight) => !(weight >= 0 && weight <= largest))
  if (row !== -1) {
    throw invalid(
      `holds ${weights[row]} in row ${row + 1} of ${where}: a weight has to be from 0 to ${largest}`,
    )
  }
  if (weights.every((weight) => weight === 0)) {
    throw invalid(`is 0 in every row of ${where}: some row has to count`)
  }
  const most = weights.reduce((found, weight) => Math.max(found, weight), 0)
  if (most < smallest) {
    throw invalid(`is at most ${most} in ${where}: rescale it, so that a row has ${smallest}`)
  }
  return weights
}

/** Weights multiply squares that are themselves near the end of what a double holds. */
const largest = 1e75

/** The same at the other end. */
const smallest = 1e-75

/** The error for weights that cannot be used. */
function invalid(what: string): MarsError {
  return new MarsError('invalid-option', `Option weights ${what}.`)
}
