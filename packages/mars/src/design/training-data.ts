import { describe, listed, MarsError } from '../errors.ts'
import { largest as largestSize } from '../linear-algebra/sums.ts'
import type { ResolvedFactor } from '../options/factor-options.ts'
import { nearestName } from '../options/nearest-name.ts'
import { caseWeights, type GivenWeights } from './case-weights.ts'
import { kindOf, rowNumber } from './cells.ts'
import type { MarsMatrix } from './matrix.ts'
import { completeRows, someRows } from './missing-rows.ts'
import { modelMatrix } from './model-matrix.ts'
import { firstTwin } from './names.ts'
import { allDesignNames, type MarsPredictor, predictorOf } from './predictor.ts'
import { type MarsResponse, readResponses } from './response.ts'
import { type Column, type ColumnTable, columnOf, type MarsTable } from './table.ts'
import { type MarsResponseValues, type TrainingInput, trainingInput } from './training-input.ts'

/** What a fit starts from. */
export interface TrainingData {
  readonly rows: number
  readonly predictors: readonly MarsPredictor[]
  /** Names of the design columns. */
  readonly columns: readonly string[]
  /** The design columns, each of `rows`. */
  readonly x: readonly Float64Array[]
  readonly responseSources: readonly MarsResponse[]
  /** Names of the responses. */
  readonly responses: readonly string[]
  /** The responses, each of `rows`. */
  readonly y: readonly Float64Array[]
  /** The rows that were kept, from 0, of those given; null where that is all of them. */
  readonly kept: Int32Array | null
  /** What each row counts; null where all count alike. */
  readonly weights: Float64Array | null
}

/** What is said of the data. */
export interface DataOptions {
  readonly interceptColumn: boolean
  readonly factors: ReadonlyMap<string, ResolvedFactor>
  readonly missing: 'refuse' | 'omit' | 'terms'
  readonly columnNames: readonly string[] | null
  readonly weights: GivenWeights
}

/** Squares of larger numbers, added up and multiplied, come near the end of what a double holds. */
const largest = 1e75

/** Squares of smaller numbers come near the other end. */
const smallest = 1e-75

/** Reads and checks the data of a fit. */
export function trainingData(
  x: MarsTable | MarsMatrix,
  y: string | readonly string[] | MarsResponseValues,
  options: DataOptions,
): TrainingData {
  const given = trainingInput(x, y, options)
  refuseEmpty(given)
  refuseUnknownFactors(given, options.factors)
  const allWeights = caseWeights(given, options.weights)
  const kept = options.missing === 'omit' ? completeRows([given.predictors, given.responses]) : null
  const predictorTable = kept ? someRows(given.predictors, kept) : given.predictors
  const responseTable = kept ? someRows(given.responses, kept) : given.responses
  const weights =
    kept && allWeights ? Float64Array.from(kept, (row) => allWeights[row]) : allWeights

  refuseUncounted(weights)

  const {
    sources,
    responses,
    y: responseColumns,
  } = readResponses(allColumns(responseTable, 'response'), options.factors)
  const predictors = allColumns(predictorTable, 'predictor').map((column) =>
    predictorOf(column, options.factors.get(column.name), options.missing),
  )
  const columns = allDesignNames(predictors, options.interceptColumn)
  const twin = firstTwin(columns)
  if (twin !== undefined) {
    throw new MarsError(
      'duplicate-column',
      `Two design columns would be named ${describe(twin)}: rename a column or its levels.`,
    )
  }
  const { interceptColumn, missing } = options
  const recipe = { predictors, interceptColumn, missing, unseenLevels: 'error' } as const
  const design = withoutAliases(modelMatrix(predictorTable, recipe), predictorTable)
  refuseUnsquarable(columns, design, kept)
  refuseUnsquarable(responses, responseColumns, kept)
  return {
    rows: predictorTable.rows,
    predictors,
    columns,
    x: design,
    responseSources: sources,
    responses,
    y: withoutAliases(responseColumns, responseTable),
    kept,
    weights,
  }
}

/** Refuses data from which nothing can be learned. */
function refuseEmpty({ predictors, responses }: TrainingInput): void {
  const { rows, columns } = predictors
  if (rows < 2) {
    throw new MarsError(
      'empty-table',
      `The table has ${rows === 1 ? '1 row' : 'no rows'}: a fit takes at least 2.`,
    )
  }
  if (columns.size === 0) {
    throw new MarsError(
      'empty-table',
      'The table has no column beside the response: there is nothing to predict from.',
    )
  }
  const all = [...allColumns(predictors, 'predictor'), ...allColumns(responses, 'response')]
  const empty = all.find((column) => kindOf(column) === null)
  if (empty === undefined) return
  throw new MarsError(
    'missing-value',
    `There is no value in any row of column ${describe(empty.name)}: leave the column out.`,
  )
}

/** Refuses options of factors for columns that are not there. */
function refuseUnknownFactors(
  { predictors, responses }: TrainingInput,
  factors: ReadonlyMap<string, ResolvedFactor>,
): void {
  const known = [...predictors.columns.keys(), ...responses.columns.keys()]
  for (const name of factors.keys()) {
    if (known.includes(name)) continue
    throw new MarsError(
      'missing-column',
      `Option factors names ${describe(name)}, which is no column: did you mean ${describe(nearestName(name, known))}? There are ${listed(known)}.`,
    )
  }
}

/** The columns, copied where they are the table's own arrays, which a caller may use again. */
function withoutAliases(
  columns: readonly Float64Array[],
  table: ColumnTable,
): readonly Float64Array[] {
  const theirs = new Set<unknown>(table.columns.values())
  return columns.map((column) => (theirs.has(column) ? column.slice() : column))
}

/** All columns of a table. */
function allColumns(table: ColumnTable, role: string): readonly Column[] {
  return [...table.columns.keys()].map((name) => columnOf(table, name, role))
}

/** Refuses weights by which there is nothing to fit. */
function refuseUncounted(weights: Float64Array | null): void {
  if (weights === null) return
  const counted = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0)
  if (counted >= 2) return
  throw new MarsError(
    'empty-table',
    `Only ${counted} of the ${weights.length} rows has a weight above 0: a fit takes at least 2 of them.`,
  )
}

/** Refuses numbers whose squares cannot be added up: too large, or all of them too small. */
function refuseUnsquarable(
  names: readonly string[],
  columns: readonly Float64Array[],
  kept: Int32Array | null,
): void {
  for (const [index, column] of columns.entries()) {
    const name = describe(names[index])
    const most = largestSize(column)
    if (most > largest) {
      const row = column.findIndex((value) => Math.abs(value) > largest)
      throw new MarsError(
        'overflow',
        `Column ${name} holds ${column[row]} in row ${rowNumber(kept, row)}: rescale it to at most ${largest}.`,
      )
    }
    if (most === 0 || most >= smallest) continue
    throw new MarsError(
      'overflow',
      `Column ${name} holds no more than ${most}, whose square a number cannot hold: rescale it to at least ${smallest}.`,
    )
  }
}
