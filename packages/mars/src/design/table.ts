import { describe, listed, MarsError } from '../errors.ts'

/**
 * A column: numbers, texts (a factor) or booleans, one a row.
 *
 * @public
 */
export type MarsColumn = Float64Array | readonly number[] | readonly string[] | readonly boolean[]

/**
 * A table: columns by name, all of one length, or an array of row objects.
 *
 * The order of its keys is the order of the predictors. JavaScript itself puts keys that look like
 * whole numbers ("0", "1") first.
 *
 * @public
 */
export type MarsTable =
  | { readonly [column: string]: MarsColumn }
  | readonly { readonly [column: string]: number | string | boolean }[]

/** Columns whose cells have not been looked at yet. */
export interface ColumnTable {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>
}

/** Reads either form of a table as columns; cells are checked later, when they are needed. */
export function readTable(table: unknown): ColumnTable {
  if (Array.isArray(table)) return fromRows(table)
  if (typeof table !== 'object' || table === null || ArrayBuffer.isView(table)) {
    throw new MarsError(
      'invalid-table',
      `The table is ${describe(table)}: give an object of columns or an array of row objects.`,
    )
  }
  return fromColumns(table)
}

/** The column of that name, or an error that lists the columns there are. */
export function columnOf(table: ColumnTable, name: string, role: string): ArrayLike<unknown> {
  const column = table.columns.get(name)
  if (column !== undefined) return column
  throw new MarsError(
    'missing-column',
    `The table has no column ${describe(name)}, the ${role}; it has ${listed([...table.columns.keys()])}.`,
  )
}

/** Takes an object of columns. */
function fromColumns(table: object): ColumnTable {
  const columns = new Map<string, ArrayLike<unknown>>()
  let rows: number | null = null
  let first = ''
  for (const [name, column] of Object.entries(table)) {
    if (!Array.isArray(column) && !isNumericArray(column)) {
      throw new MarsError(
        'invalid-table',
        `Column ${describe(name)} is ${describe(column)}: give an array of numbers, texts or booleans, or a typed array.`,
      )
    }
    if (rows !== null && column.length !== rows) {
      throw new MarsError(
        'ragged-table',
        `Column ${describe(name)} has ${column.length} rows and column ${describe(first)} has ${rows}: all must have the same.`,
      )
    }
    if (rows === null) {
      rows = column.length
      first = name
    }
    columns.set(name, column)
  }
  return { rows: rows ?? 0, columns }
}

/** Takes row objects; a cell that a row lacks is undefined in its column. */
function fromRows(table: readonly unknown[]): ColumnTable {
  const columns = new Map<string, unknown[]>()
  for (const [row, record] of table.entries()) {
    if (typeof record !== 'object' || record === null || Array.isArray(record)) {
      throw new MarsError(
        'invalid-table',
        `Row ${row + 1} is ${describe(record)}: each row must be an object of cells by column name.`,
      )
    }
    for (const [name, cell] of Object.entries(record)) {
      let column = columns.get(name)
      if (column === undefined) {
        column = new Array<unknown>(table.length)
        columns.set(name, column)
      }
      column[row] = cell
    }
  }
  return { rows: table.length, columns }
}

/** Whether a value is a typed array of plain numbers. */
function isNumericArray(value: unknown): value is ArrayLike<number> {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  )
}
