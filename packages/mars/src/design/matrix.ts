// Tables without names: rows of equal length, or an object that tells its size and gives its cells.
import { describe, MarsError } from '../errors.ts'
import { firstTwin } from './names.ts'

/**
 * A typed array of numbers.
 *
 * @public
 */
export type NumberArray =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array

/**
 * An object that tells its size and gives its cells, such as a `Matrix` of ml-matrix.
 *
 * @public
 */
export interface MatrixLike {
  /** How many rows it has. */
  readonly rows: number
  /** How many columns it has. */
  readonly columns: number
  /** The cell in a row and a column, both counted from 0. */
  get(row: number, column: number): number
}

/**
 * A table without names: an array of rows, each an array or a typed array, or a {@link MatrixLike}.
 * Its columns are named x1, x2 … by their place.
 *
 * @public
 */
export type MarsMatrix =
  | readonly (NumberArray | readonly (number | string | boolean | null | undefined)[])[]
  | MatrixLike

/** Whether a value is a table without names. */
export function isMatrix(value: unknown): value is MarsMatrix {
  if (isMatrixLike(value)) return true
  return Array.isArray(value) && value.length > 0 && isRow(value[0])
}

/** The columns of a matrix by the names given, or by `prefix` and their number. */
export function readMatrix(
  matrix: MarsMatrix,
  prefix: string,
  given: readonly string[] | null,
): { readonly rows: number; readonly columns: ReadonlyMap<string, ArrayLike<unknown>> } {
  const { rows, columns } = isMatrixLike(matrix) ? fromMatrixLike(matrix) : fromRowArrays(matrix)
  const names = given ?? columns.map((_, j) => `${prefix}${j + 1}`)
  if (names.length !== columns.length) {
    throw new MarsError(
      'invalid-option',
      `Option columnNames has ${names.length} names and the matrix has ${columns.length} columns: give one a column.`,
    )
  }
  const twin = firstTwin(names)
  if (twin !== undefined) {
    throw new MarsError(
      'duplicate-column',
      `Option columnNames has ${describe(twin)} twice: give each column a name of its own.`,
    )
  }
  return { rows, columns: new Map(names.map((name, j) => [name, columns[j]])) }
}

/** A typed array of plain numbers as what it is; undefined for anything else. */
export function numberArrayOf(value: unknown): ArrayLike<number> | undefined {
  const isOne =
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  return isOne ? (value as unknown as ArrayLike<number>) : undefined
}

/** Whether a value has the members of a matrix object; a column of that name is no number. */
function isMatrixLike(value: unknown): value is MatrixLike {
  if (typeof value !== 'object' || value === null) return false
  const { rows, columns, get } = value as Partial<Record<keyof MatrixLike, unknown>>
  return typeof rows === 'number' && typeof columns === 'number' && typeof get === 'function'
}

/** Whether a value can be a row of a matrix. */
function isRow(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || numberArrayOf(value) !== undefined
}

/** Takes the cells of a matrix object. */
function fromMatrixLike(matrix: MatrixLike): ReadColumns {
  const { rows, columns } = matrix
  if (!isCount(rows) || !isCount(columns)) {
    throw new MarsError(
      'invalid-table',
      `The matrix says that it has ${rows} rows and ${columns} columns: both must be whole numbers from 0.`,
    )
  }
  const read = Array.from({ length: columns }, () => new Array<unknown>(rows))
  for (const [j, cells] of read.entries()) {
    for (let i = 0; i < rows; i += 1) cells[i] = matrix.get(i, j)
  }
  return { rows, columns: read }
}

/** Takes an array of rows, all of one length. */
function fromRowArrays(matrix: readonly unknown[]): ReadColumns {
  const width = (matrix[0] as ArrayLike<unknown>).length
  const columns = Array.from({ length: width }, () => new Array<unknown>(matrix.length))
  for (let i = 0; i < matrix.length; i += 1) {
    const row = matrix[i]
    if (!isRow(row)) {
      throw new MarsError(
        'invalid-table',
        `Row ${i + 1} is ${describe(row)} and row 1 an array: each row must be an array.`,
      )
    }
    if (row.length !== width) {
      throw new MarsError(
        'ragged-table',
        `Row ${i + 1} has ${row.length} cells and row 1 has ${width}: all must have the same.`,
      )
    }
    for (let j = 0; j < width; j += 1) columns[j][i] = row[j]
  }
  return { rows: matrix.length, columns }
}

/** The columns of a matrix before they have names. */
interface ReadColumns {
  readonly rows: number
  readonly columns: readonly (readonly unknown[])[]
}

/** Whether a number counts something. */
function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
