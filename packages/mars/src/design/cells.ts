// Reading the cells of one column: what a column holds, and its values once that is known.
import { describe, MarsError } from '../errors.ts'

/** What a column holds. */
export type ColumnKind = 'number' | 'text' | 'boolean'

/** What a column holds, by its first cell. */
export function kindOf(name: string, column: ArrayLike<unknown>): ColumnKind {
  const first = column[0]
  if (typeof first === 'number') return 'number'
  if (typeof first === 'string') return 'text'
  if (typeof first === 'boolean') return 'boolean'
  throw refusal(name, 0, first, 'number, text or boolean')
}

/** The numbers of a column, as they are if it is a Float64Array. */
export function numbersOf(name: string, column: ArrayLike<unknown>): Float64Array {
  for (let row = 0; row < column.length; row += 1) {
    if (!Number.isFinite(column[row])) throw refusal(name, row, column[row], 'number')
  }
  return column instanceof Float64Array ? column : Float64Array.from(column as ArrayLike<number>)
}

/** The texts of a column. */
export function textsOf(name: string, column: ArrayLike<unknown>): readonly string[] {
  return cellsOf<string>(name, column, 'text', (cell) => typeof cell === 'string')
}

/** The booleans of a column. */
export function booleansOf(name: string, column: ArrayLike<unknown>): readonly boolean[] {
  return cellsOf<boolean>(name, column, 'boolean', (cell) => typeof cell === 'boolean')
}

/** The cells of a column once each has been found to be of the type. */
function cellsOf<Cell>(
  name: string,
  column: ArrayLike<unknown>,
  kind: ColumnKind,
  is: (cell: unknown) => boolean,
): readonly Cell[] {
  for (let row = 0; row < column.length; row += 1) {
    if (!is(column[row])) throw refusal(name, row, column[row], kind)
  }
  return column as ArrayLike<Cell> as readonly Cell[]
}

/** The error for a cell that is missing or of another type than the column's. */
function refusal(name: string, row: number, cell: unknown, wanted: string): MarsError {
  const where = `column ${describe(name)}, row ${row + 1}`
  const missing =
    cell === undefined || cell === null || (typeof cell === 'number' && !Number.isFinite(cell))
  return missing
    ? new MarsError(
        'missing-value',
        `There is no usable value in ${where} (${describe(cell)}): fill it in or leave the row out.`,
      )
    : new MarsError(
        'wrong-type',
        `The value in ${where} is ${describe(cell)}, where a ${wanted} belongs.`,
      )
}
