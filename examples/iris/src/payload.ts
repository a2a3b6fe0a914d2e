import { formatCsv, type Table } from '@byo/container-kit/table'

/** The rows to predict as CSV: a header, every column but the target, text as it is. */
export function payloadOf(table: Table, target: string): string {
  const { [target]: _, ...predictors } = table
  return formatCsv(predictors)
}
