import { describe, listed, MarsError } from '../errors.ts'
import { isMatrix, type MarsMatrix, type NumberArray, numberArrayOf, readMatrix } from './matrix.ts'

/**
 * A cell: a number, a text (a level of a factor) or a boolean; null, undefined and NaN are missing.
 *
 * @public
 */
export type MarsCell = number | string | boolean | null | undefined

/**
 * A column: numbers, texts (a factor) or booleans, one a row.
 *
 * @public
 */
export type MarsColumn = NumberArray | readonly MarsCell[]

/**
 * A table with names: columns by name, all of one length, or an array of row objects.
 *
 * The order of its keys is the order of the predictors. JavaScript itself puts keys that look like
 * whole numbers ("0", "1") first.
 *
 * @public
 */
export type MarsTable =
  | { readonly [column: string]: MarsColumn }
  | readonly { readonly [column: string]: MarsCell }[]

/** Columns whose cells have not been looked at yet. */
export interface ColumnTable {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ArrayLike<unknown>>
  /** Whether the names were given, not made up for a matrix. */
  readonly named: boolean
  /** For each row its number, from 0, in the table that was given; null where none was left out. */
  readonly origin: Int32Array | null
}

/** A column of a table with what an error has to say of it. */
export interface Column {
  readonly name: string
  readonly cells: ArrayLike<unknown>
  /** As in {@link ColumnTable}. */
  readonly origin: Int32Array | null
}

/**
 * Reads any form of a table as columns; cells are checked later, when they are needed. The columns
 * of a matrix get the names given, or `prefix` and their number.
 */
export function readTable(
  table: MarsTable | MarsMatrix,
  prefix = 'x',
  names: readonly string[] | null = null,
): ColumnTable {
  if (isMatrix(table)) return { ...readMatrix(table, prefix, names), named: false, origin: null }
  if (names !== null) {
    throw new MarsError(
      'invalid-option',
      'Option columnNames names the columns of a matrix, and this table has names of its own: leave it out.',
    )
  }
  if (Array.isArray(table)) return fromRows(table)
  if (typeof table !== 'object' || table === null || ArrayBuffer.isView(table)) {
    throw new MarsError(
      'invalid-table',
      `The table is ${describe(table)}: give an object of columns, an array of row objects, or a matrix as an array of rows.`,
    )
  }
  return fromColumns(table)
}

/** The column of that name, or an error that lists the columns there are. */
export function columnOf(table: ColumnTable, name: string, role: string): Column {
  const cells = table.columns.get(name)
  if (cells !== undefined) return { name, cells, origin: table.origin }
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
  for (const name of Object.keys(table)) {
    const cells = cellsOf(name, (table as Readonly<Record<string, unknown>>)[name])
    if (rows !== null && cells.length !== rows) {
      throw new MarsError(
        'ragged-table',
        `Column ${describe(name)} has ${cells.length} rows and column ${describe(first)} has ${rows}: all must have the same.`,
      )
    }
    if (rows === null) {
      rows = cells.length
      first = name
    }
    columns.set(name, cells)
  }
  return { rows: rows ?? 0, columns, named: true, origin: null }
}

/** The cells of a column, which has to be an array or a typed array of plain numbers. */
function cellsOf(name: string, column: unknown): ArrayLike<unknown> {
  const cells = Array.isArray(column) ? column : numberArrayOf(column)
  if (cells) return cells
  throw new MarsError(
    'invalid-table',
    column instanceof BigInt64Array || column instanceof BigUint64Array
      ? `Column ${describe(name)} holds big integers: turn them into numbers with Float64Array.from(column, Number).`
      : `Column ${describe(name)} is ${describe(column)}: give an array of numbers, texts or booleans, or a typed array.`,
  )
}

/** Takes row objects; a cell that a row lacks is undefined in its column. */
function fromRows(table: readonly unknown[]): ColumnTable {
  const columns = new Map<string, unknown[]>()
  // Rows mostly have the same keys in the same order, so that the k-th column is the k-th key's.
  const found: { readonly name: string; readonly cells: unknown[] }[] = []
  for (let row = 0; row < table.length; row += 1) {
    const record = table[row]
    if (!isRecord(record)) {
      throw new MarsError(
        'invalid-table',
        `Row ${row + 1} is ${describe(record)}: each row must be an object of cells by column name, or each an array.`,
      )
    }
    const names = Object.keys(record)
    for (let k = 0; k < names.length; k += 1) {
      const name = names[k]
      if (found[k]?.name !== name) found[k] = { name, cells: cellsFor(name, columns, table.length) }
      found[k].cells[row] = (record as Readonly<Record<string, unknown>>)[name]
    }
  }
  return { rows: table.length, columns, named: true, origin: null }
}

/** The cells of the column of that name, which begins empty. */
function cellsFor(name: string, columns: Map<string, unknown[]>, rows: number): unknown[] {
  const known = columns.get(name)
  if (known !== undefined) return known
  const cells = new Array<unknown>(rows)
  columns.set(name, cells)
  return cells
}

/** Whether a value can be a row object. */
export function isRecord(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date)
  )
}
