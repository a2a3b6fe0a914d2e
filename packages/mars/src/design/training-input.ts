// The ways to say what is predicted from what: a table and the names of its responses, or predictors
// and responses apart.
import { describe, MarsError } from '../errors.ts'
import { isMatrix, type MarsMatrix, numberArrayOf } from './matrix.ts'
import {
  type Column,
  type ColumnTable,
  columnOf,
  isRecord,
  type MarsColumn,
  type MarsTable,
  readTable,
} from './table.ts'

/**
 * The values of one response or several: a column (named `y`), a matrix (y1, y2 …, or `y` if it has
 * one column), or a table.
 *
 * @public
 */
export type MarsResponseValues = MarsColumn | MarsMatrix | MarsTable

/** What is said of the columns by name. */
export interface TrainingNames {
  readonly columnNames: readonly string[] | null
  /** A text names the column that holds the case weights. */
  readonly weights: unknown
}

/** Predictors and responses as columns of as many rows. */
export interface TrainingInput {
  readonly predictors: ColumnTable
  readonly responses: ColumnTable
  /** The column that holds the case weights, if they are named so. */
  readonly weights: Column | null
}

/**
 * Tells predictors from responses. A text names a column; so do several in an array, but beside a
 * matrix they are the values of a response.
 */
export function trainingInput(
  x: MarsTable | MarsMatrix,
  y: string | readonly string[] | MarsResponseValues,
  { columnNames, weights: named }: TrainingNames,
): TrainingInput {
  const whole = readTable(x, 'x', columnNames)
  const weights = typeof named === 'string' ? columnOf(whole, named, 'column of weights') : null
  if (weights !== null && (y === named || (Array.isArray(y) && whole.named && y.includes(named)))) {
    throw new MarsError(
      'invalid-option',
      `Option weights names ${describe(named)}, which is a response: name another column.`,
    )
  }
  const table = weights ? without(whole, [weights.name]) : whole
  if (typeof y === 'string') return { ...splitByName(table, [y]), weights }
  if (table.named && isTexts(y)) return { ...splitByName(table, y), weights }
  const responses = responseTable(y)
  if (responses.rows !== table.rows) {
    throw new MarsError(
      'ragged-table',
      `There are ${table.rows} rows to predict from and ${responses.rows} of the response: both must be the same.`,
    )
  }
  const twin = [...responses.columns.keys()].find((name) => table.columns.has(name))
  if (twin === undefined) return { predictors: table, responses, weights }
  throw new MarsError(
    'duplicate-column',
    `A response and a predictor are both named ${describe(twin)}: rename one, or name the response as a column of the table.`,
  )
}

/** Takes the columns of those names out of a table. */
function splitByName(table: ColumnTable, names: readonly string[]): Omit<TrainingInput, 'weights'> {
  if (new Set(names).size < names.length) throw noResponse(names)
  const taken = new Map(names.map((name) => [name, columnOf(table, name, 'response').cells]))
  return { predictors: without(table, names), responses: { ...table, columns: taken } }
}

/** The table without the columns of those names. */
function without(table: ColumnTable, names: readonly string[]): ColumnTable {
  const rest = new Map([...table.columns].filter(([name]) => !names.includes(name)))
  return { ...table, columns: rest }
}

/** The responses that were given by their values. */
function responseTable(y: unknown): ColumnTable {
  const values = Array.isArray(y) ? y : numberArrayOf(y)
  if (values && values.length > 0 && !isMatrix(y) && !isRecord(values[0])) {
    return readTable({ y: values as MarsColumn })
  }
  const isTable = Array.isArray(y) ? y.length > 0 : isRecord(y)
  if (!isTable) throw noResponse(y)
  const table = readTable(y as MarsTable | MarsMatrix, 'y')
  if (table.columns.size === 0) throw noResponse(y)
  const [first] = table.columns.values()
  const single = !table.named && table.columns.size === 1
  return single ? { ...table, columns: new Map([['y', first]]) } : table
}

/** Whether a value is an array of at least one text and of nothing else. */
function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
}

/** The error for what neither names a response nor holds its values. */
function noResponse(response: unknown): MarsError {
  return new MarsError(
    'invalid-option',
    `The response is ${describe(response)}: give the name of a column, several different names, or the values.`,
  )
}
