// Reading the cells of one column: what a column holds, and its values once that is known. A missing
// cell is NaN among numbers and null among texts.
import { describe, MarsError } from '../errors.ts'
import type { Column } from './table.ts'

/** What a column holds. */
export type ColumnKind = 'number' | 'text' | 'boolean'

/** Whether a cell holds no value; an infinity is a value, and refused as such. */
export function isMissing(cell: unknown): boolean {
  return cell === undefined || cell === null || Number.isNaN(cell)
}

/** The place of the first missing cell, −1 where there is none. */
export function firstMissing({ cells }: Column): number {
  if (cells instanceof Float64Array) return firstNaN(cells)
  for (let row = 0; row < cells.length; row += 1) if (isMissing(cells[row])) return row
  return -1
}

/** Refuses a column in which a cell is missing. */
export function refuseMissing(column: Column): void {
  const row = firstMissing(column)
  if (row !== -1) throw refusal(column, row, 'value')
}

/** What a column holds, by its first cell that is not missing; null where there is none. */
export function kindOf(column: Column): ColumnKind | null {
  const { cells } = column
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row]
    if (isMissing(cell)) continue
    if (typeof cell === 'number') return 'number'
    if (typeof cell === 'string') return 'text'
    if (typeof cell === 'boolean') return 'boolean'
    throw refusal(column, row, 'number, text or boolean')
  }
  return null
}

/** The numbers of a column, as they are if it is a Float64Array. */
export function numbersOf(column: Column): Float64Array {
  const { cells } = column
  if (cells instanceof Float64Array) {
    for (let row = 0; row < cells.length; row += 1) {
      if (Math.abs(cells[row]) === Number.POSITIVE_INFINITY) throw refusal(column, row, 'number')
    }
    return cells
  }
  const numbers = new Float64Array(cells.length)
  for (let row = 0; row < cells.length; row += 1) {
    const cell = cells[row]
    if (typeof cell === 'number' && Number.isFinite(cell)) numbers[row] = cell
    else if (isMissing(cell)) numbers[row] = Number.NaN
    else throw refusal(column, row, 'number')
  }
  return numbers
}

/** The booleans of a column as 0 and 1. */
export function flagsOf(column: Column): Float64Array {
  const flags = new Float64Array(column.cells.length)
  const nameAt = levelNames(column, 'boolean')
  for (let row = 0; row < flags.length; row += 1) {
    const name = nameAt(row)
    flags[row] = name === null ? Number.NaN : Number(name === 'TRUE')
  }
  return flags
}

/**
 * Gives the cell of a row as the name of a level: texts as they are, TRUE and FALSE, numbers as texts;
 * null where it is missing.
 */
export function levelNames(column: Column, kind: ColumnKind): (row: number) => string | null {
  if (kind === 'number') {
    const numbers = numbersOf(column)
    return (row) => (Number.isNaN(numbers[row]) ? null : String(numbers[row]))
  }
  const { cells } = column
  const wanted = kind === 'text' ? 'string' : 'boolean'
  return (row) => {
    const cell = cells[row]
    if (isMissing(cell)) return null
    if (typeof cell !== wanted) throw refusal(column, row, kind)
    return typeof cell === 'string' ? cell : cell === true ? 'TRUE' : 'FALSE'
  }
}

/** Where a cell stands, for a message: rows are counted from 1 in the table that was given. */
export function placeOf({ name, origin }: Column, row: number): string {
  return `column ${describe(name)}, row ${rowNumber(origin, row)}`
}

/** The number of a row, from 1, in the table that was given. */
export function rowNumber(origin: Int32Array | null, row: number): number {
  return (origin === null ? row : origin[row]) + 1
}

/** The error for a cell that is missing or of another type than the column's. */
function refusal(column: Column, row: number, wanted: string): MarsError {
  const cell = column.cells[row]
  const where = placeOf(column, row)
  if (isMissing(cell)) {
    return new MarsError(
      'missing-value',
      `There is no usable value in ${where} (${describe(cell)}): fill it in, leave the row out, or see the option missing.`,
    )
  }
  if (typeof cell === 'number' && !Number.isFinite(cell)) {
    return new MarsError(
      'missing-value',
      `There is no usable value in ${where} (${describe(cell)}): fill it in or leave the row out.`,
    )
  }
  return new MarsError(
    'wrong-type',
    `The value in ${where} is ${describe(cell)}, where a ${wanted} belongs${hintFor(cell)}.`,
  )
}

/** What to do with a cell of a type that is often met. */
function hintFor(cell: unknown): string {
  if (cell instanceof Date) {
    return ': turn dates into numbers, such as days (date.getTime() / 86400000), the year or the month'
  }
  return typeof cell === 'bigint' ? ': turn big integers into numbers with Number(cell)' : ''
}

/** The place of the first NaN, −1 where there is none. */
function firstNaN(numbers: Float64Array): number {
  for (let row = 0; row < numbers.length; row += 1) if (Number.isNaN(numbers[row])) return row
  return -1
}
