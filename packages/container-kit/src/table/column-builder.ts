import type { CsvCursor } from './csv-cursor.ts'
import { readNumber } from './read-number.ts'
import { SharedTexts } from './shared-texts.ts'
import type { Column } from './table.ts'

/** Collects the fields of one column, each in its row: a row that was left half-way is simply read again. */
export interface ColumnBuilder {
  /** Reads the field at the cursor and moves to what ends it; false if it is text in a column of numbers. */
  read(cursor: CsvCursor, row: number): boolean
  /** Makes room for so many rows; none is read beyond them. */
  reserve(rows: number): void
  finish(rows: number): Column
}

/** Collects text after the cells that are there already, missing values as they are written. */
export function textColumn(cells: string[]): ColumnBuilder {
  let shared: SharedTexts | undefined
  return {
    read(cursor, row) {
      cursor.scanField()
      // A small request shall not pay for the table of texts.
      if (row === rowsWithoutSharing) shared = new SharedTexts()
      cells[row] = shared === undefined ? cursor.text() : shared.text(cursor)
      return true
    },
    reserve() {},
    finish: () => cells,
  }
}

/** Collects numbers, missing values as NaN. */
export function numberColumn(): ColumnBuilder {
  let values = noValues
  return {
    read(cursor, row) {
      const value = readNumber(cursor)
      if (value === undefined) return false
      values[row] = value
      return true
    },
    reserve(rows) {
      const grown = new Float64Array(rows)
      grown.set(values)
      values = grown
    },
    finish(rows) {
      // Pages that were never written take no memory, a copy would.
      const spare = values.length - rows
      return spare <= values.length / 8 ? values.subarray(0, rows) : values.slice(0, rows)
    },
  }
}

/** Passes a column by. */
export function skippedColumn(): ColumnBuilder {
  return {
    read(cursor) {
      cursor.scanField()
      return true
    },
    reserve() {},
    finish: () => [],
  }
}

const rowsWithoutSharing = 64
const noValues: Float64Array<ArrayBuffer> = new Float64Array(0)
