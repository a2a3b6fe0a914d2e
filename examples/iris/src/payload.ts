import { stat } from 'node:fs/promises'
import { formatCsv, readCsv, readCsvFiles, type Table } from '@byo/container-kit/table'

/** The rows to predict as CSV: a header, every column but the target, text as it is. */
export function payloadOf(table: Table, target: string): string {
  const { [target]: _, ...predictors } = table
  return formatCsv(predictors)
}

/** Reads what the container trains on: a CSV file, or all CSV files of a folder. */
export async function readTable(path: string): Promise<Table> {
  return (await stat(path)).isDirectory() ? readCsvFiles(path) : readCsv(path)
}
