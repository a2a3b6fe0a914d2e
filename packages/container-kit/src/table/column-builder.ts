import type { CsvCursor } from './csv-cursor.ts'
import { readNumber } from './read-number.ts'
import type { Column } from './table.ts'

/** Collects the fields of one column. */
export interface ColumnBuilder {
  /** Reads the field at the cursor and moves to what ends it; false if it is text in a column of numbers. */
  read(cursor: CsvCursor): boolean
  finish(): Column
}

/** Collects text after the cells that are there already, missing values as they are written. */
export function textColumn(cells: string[]): ColumnBuilder {
  return {
    read(cursor) {
      cursor.scanField()
      cells.push(cursor.text())
      return true
    },
    finish: () => cells,
  }
}

/** Collects numbers in an array that doubles, missing values as NaN. */
export function numberColumn(): ColumnBuilder {
  let values = new Float64Array(8)
  let length = 0
  return {
    read(cursor) {
      const value = readNumber(cursor)
      if (value === undefined) return false
      if (length === values.length) {
        const grown = new Float64Array(2 * length)
        grown.set(values)
        values = grown
      }
      values[length++] = value
      return true
    },
    finish: () => values.slice(0, length),
  }
}
