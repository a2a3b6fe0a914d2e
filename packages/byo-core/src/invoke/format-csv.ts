import { ByoError } from '../errors.ts'
import { isPlainObject, type PredictTable } from './predict-input.ts'
import { equallyLong } from './table-rows.ts'

/** A table as CSV (RFC 4180) with a header, each line ended by `\n`. */
export function formatTable(table: PredictTable): string {
  const columns = equallyLong(table)
  const length = columns[0]?.length ?? 0
  let csv = formatRow(Object.keys(table))
  for (let row = 0; row < length; row += 1) {
    csv += formatRow(columns.map((column) => String(column[row])))
  }
  return csv
}

/** A list as CSV: row objects with a header of all their names, rows and single values without one. */
export function formatList(list: readonly unknown[]): string {
  if (list.length > 0 && list.every(isPlainObject)) return formatObjects(list)
  return list
    .map((row, i) => formatRow(Array.isArray(row) ? row.map(cellOf(i)) : [cellOf(i)(row)]))
    .join('')
}

function formatObjects(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const lines = rows.map((row, i) => formatRow(names.map((name) => cellOf(i)(row[name]))))
  return formatRow(names) + lines.join('')
}

/** What CSV can hold, as text; null and undefined are empty cells. */
function cellOf(row: number): (value: unknown) => string {
  return (value) => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'object') {
      throw new ByoError(
        'invalid-option',
        `Row ${row + 1} holds ${Array.isArray(value) ? 'an array' : 'an object'}, which no cell of CSV can: send it as application/json.`,
      )
    }
    return String(value)
  }
}

/** Quotes what would be read as something else; a line of one empty cell would be none. */
function formatRow(cells: readonly string[]): string {
  const line = cells
    .map((cell) =>
      /[",\r\n]|^\s|\s$|^\uFEFF/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
    )
    .join()
  return `${line === '' ? '""' : line}\n`
}
