import type { Column, Table } from '../table/table.ts'

/** Returns a list of numbers or of texts as a column; undefined for anything else. Bytes are no list of numbers. */
export function asColumn(value: unknown): Column | undefined {
  if (value instanceof Float64Array) return value
  if (value instanceof Uint8Array || value instanceof DataView) return undefined
  if (ArrayBuffer.isView(value)) return Float64Array.from(value as Float32Array, Number)
  if (!Array.isArray(value)) return undefined
  if (value.every((item) => typeof item === 'number')) return Float64Array.from(value)
  return value.every((item) => typeof item === 'string') ? value : undefined
}

/** Returns an object of equally long columns as a table; undefined for anything else. */
export function asTable(value: unknown): Table | undefined {
  if (!isPlainObject(value)) return undefined
  const columns: [string, Column][] = []
  for (const [name, item] of Object.entries(value)) {
    const column = asColumn(item)
    if (column === undefined || column.length !== (columns[0]?.[1] ?? column).length)
      return undefined
    columns.push([name, column])
  }
  return columns.length === 0 ? undefined : Object.fromEntries(columns)
}

/** The rows of a table as objects. */
export function rowsOf(table: Table): Record<string, string | number>[] {
  const columns = Object.entries(table)
  const length = columns[0]?.[1].length ?? 0
  return Array.from({ length }, (_, row) =>
    Object.fromEntries(columns.map(([name, column]) => [name, column[row]!])),
  )
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value)
  )
}
