import { makeVector, Table, tableToIPC, Utf8, type Vector, vectorFromArray } from 'apache-arrow'
import { outputTable } from '../codecs/body-table.ts'

/** Returns an output as an Arrow stream: numbers as float64, texts as UTF-8. Undefined for what is no table. */
export function formatArrow(output: unknown): Uint8Array | undefined {
  const table = outputTable(output)
  if (table === undefined) return undefined
  const columns = Object.entries(table).map(([name, column]): [string, Vector] => [
    name,
    column instanceof Float64Array ? makeVector(column) : vectorFromArray(column, new Utf8()),
  ])
  return tableToIPC(new Table(Object.fromEntries(columns)), 'stream')
}
