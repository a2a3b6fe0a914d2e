import { listed, MarsError } from '../errors.ts'
import type { MarsPredictor } from './predictor.ts'
import type { ColumnTable } from './table.ts'

/**
 * A table to predict from with the names of the predictors: a matrix has to have a column for each, in
 * their order; other tables have names of their own.
 */
export function namedAs(table: ColumnTable, predictors: readonly MarsPredictor[]): ColumnTable {
  if (table.named) return table
  const columns = [...table.columns.values()]
  const names = predictors.map(({ name }) => name)
  if (columns.length === names.length) {
    return { ...table, columns: new Map(names.map((name, j) => [name, columns[j]])) }
  }
  throw new MarsError(
    'invalid-table',
    `The matrix has ${columns.length} columns and the model was fitted on ${names.length}, ${listed(names)}: give one for each, in this order.`,
  )
}
