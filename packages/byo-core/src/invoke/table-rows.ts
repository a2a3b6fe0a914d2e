import { ByoError } from '../errors.ts'
import type { PredictTable } from './predict-input.ts'

/** The rows of a table as objects. */
export function tableRows(table: PredictTable): Record<string, string | number | undefined>[] {
  const names = Object.keys(table)
  const columns = equallyLong(table)
  return Array.from({ length: columns[0]?.length ?? 0 }, (_, row) =>
    Object.fromEntries(names.map((name, i) => [name, columns[i]?.[row]])),
  )
}

/** The columns of a table, if they have the same number of rows. */
export function equallyLong(
  table: PredictTable,
): readonly (Float64Array | readonly number[] | readonly string[])[] {
  const columns = Object.entries(table)
  const [firstName, first] = columns[0] ?? []
  for (const [name, column] of columns) {
    if (column.length !== first?.length) {
      throw new ByoError(
        'invalid-option',
        `The columns ${JSON.stringify(firstName)} and ${JSON.stringify(name)} have ${first?.length} and ${column.length} rows; a table's are equally long. What is no table can be sent with contentType: 'application/json'.`,
      )
    }
  }
  return columns.map(([, column]) => column)
}
