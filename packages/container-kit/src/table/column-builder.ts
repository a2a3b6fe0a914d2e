import { numberInCell } from './number-cell.ts'
import type { Column } from './table.ts'

/** Collects the cells of one column. */
export interface ColumnBuilder {
  /** Adds a cell; false if it is text in a column of numbers. */
  push(cell: string): boolean
  finish(): Column
}

/** Collects text, missing cells as they are written. */
export function textColumn(): ColumnBuilder {
  const cells: string[] = []
  return {
    push(cell) {
      cells.push(cell)
      return true
    },
    finish: () => cells,
  }
}

/** Collects numbers in an array that doubles, missing cells as NaN. */
export function numberColumn(): ColumnBuilder {
  let values = new Float64Array(16)
  let length = 0
  return {
    push(cell) {
      const value = numberInCell(cell)
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
