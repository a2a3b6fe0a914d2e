import { describe, MarsError } from '../errors.ts'
import type { UnseenLevels } from '../options/mars-options.ts'
import { caseWeights, type GivenWeights } from './case-weights.ts'
import { modelMatrix } from './model-matrix.ts'
import { allDesignNames, firstTwin, type MarsPredictor, predictorsOf } from './predictor.ts'
import { responseColumns, responseNames } from './response.ts'
import { readTable } from './table.ts'

/** What a fit starts from. */
export interface TrainingData {
  readonly rows: number
  readonly predictors: readonly MarsPredictor[]
  /** Names of the design columns. */
  readonly columns: readonly string[]
  /** The design columns, each of `rows`. */
  readonly x: readonly Float64Array[]
  /** Names of the responses. */
  readonly responses: readonly string[]
  /** The responses, each of `rows`. */
  readonly y: readonly Float64Array[]
  /** What each row counts; null where all count alike. */
  readonly weights: Float64Array | null
}

/** Squares of larger numbers, added up and multiplied, come near the end of what a double holds. */
const largest = 1e75

/** Reads and checks the table of a fit. */
export function trainingData(
  table: unknown,
  response: unknown,
  options: {
    readonly interceptColumn: boolean
    readonly unseenLevels: UnseenLevels
    readonly weights: GivenWeights
  },
): TrainingData {
  const source = readTable(table)
  const responses = responseNames(response)
  const y = responseColumns(source, responses)
  if (source.rows < 2) {
    throw new MarsError('empty-table', `The table has ${source.rows} rows: a fit takes at least 2.`)
  }
  const weights = caseWeights(source, options.weights)
  const others = typeof options.weights === 'string' ? [options.weights] : []
  if (others.some((name) => responses.includes(name))) {
    throw new MarsError(
      'invalid-option',
      `Option weights names ${describe(options.weights)}, which is a response: name another column.`,
    )
  }
  const predictors = predictorsOf(source, [...responses, ...others])
  if (predictors.length === 0) {
    throw new MarsError(
      'empty-table',
      'The table has no column beside the response: there is nothing to predict from.',
    )
  }
  const columns = allDesignNames(predictors, options.interceptColumn)
  const twin = firstTwin(columns)
  if (twin !== undefined) {
    throw new MarsError(
      'duplicate-column',
      `Two design columns would be named ${describe(twin)}: rename a column or its levels.`,
    )
  }
  const x = modelMatrix(source, { ...options, predictors })
  refuseHuge(columns, x)
  refuseHuge(responses, y)
  return { rows: source.rows, predictors, columns, x, responses, y, weights }
}

/** Refuses numbers whose squares cannot be added up. */
function refuseHuge(names: readonly string[], columns: readonly Float64Array[]): void {
  for (const [index, column] of columns.entries()) {
    const row = column.findIndex((value) => Math.abs(value) > largest)
    if (row === -1) continue
    throw new MarsError(
      'overflow',
      `Column ${describe(names[index])} holds ${column[row]} in row ${row + 1}: rescale it to at most ${largest}.`,
    )
  }
}
