import { describe, MarsError } from '../errors.ts'
import type { MarsResponse } from './response.ts'

/**
 * The level that each row's predictions (rows × responses, column-major) speak for: of two levels the
 * second where the prediction is above 0.5, of several the one with the greatest, the first of
 * equals; null where a prediction is NaN.
 */
export function classesOf(
  sources: readonly MarsResponse[],
  predictions: Float64Array,
): readonly (string | null)[] {
  const levels = classLevels(sources)
  if (levels.length === 2) {
    return Array.from(predictions, (value) =>
      Number.isNaN(value) ? null : levels[value > 0.5 ? 1 : 0],
    )
  }
  const rows = predictions.length / levels.length
  return Array.from({ length: rows }, (_, row) => {
    const scores = levels.map((_, at) => predictions[at * rows + row])
    return levels[scores.indexOf(Math.max(...scores))] ?? null
  })
}

/** The levels of the one response, which has to have some. */
function classLevels(sources: readonly MarsResponse[]): readonly string[] {
  const [source] = sources
  if (sources.length > 1) {
    throw new MarsError(
      'invalid-option',
      `Option type is "class", and the model has ${sources.length} responses: classes are predicted for one response alone.`,
    )
  }
  if (source.kind === 'factor') return source.levels
  if (source.kind === 'boolean') return ['FALSE', 'TRUE']
  throw new MarsError(
    'invalid-option',
    `Option type is "class", and the response ${describe(source.name)} is a number: fit to texts or booleans, or name it in option factors.`,
  )
}
