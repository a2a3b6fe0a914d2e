import type { Table } from '../table/table.ts'
import { asTable } from './shapes.ts'
import { tableFromJson } from './table-from-json.ts'

/** Returns an object of columns, or a list of row objects, as a table; undefined for anything that is none. */
export function tableFromOutput(output: unknown): Table | undefined {
  return asTable(output) ?? (Array.isArray(output) ? tableOfRows(output) : undefined)
}

function tableOfRows(rows: readonly unknown[]): Table | undefined {
  try {
    return tableFromJson(rows)
  } catch {
    return undefined
  }
}
