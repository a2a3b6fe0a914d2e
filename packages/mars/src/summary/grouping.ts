import { columnOrigins } from '../design/predictor.ts'
import type { MarsModelValue } from '../model.ts'
import { oneOf } from '../options/option-values.ts'

/**
 * What counts as one variable: each design column for itself, or each column of the table, in
 * which all levels of a factor go together.
 *
 * @public
 */
export type Grouping = 'column' | 'variable'

/** For each design column the name it goes by. */
export function groupNames(model: MarsModelValue, by: unknown): readonly string[] {
  const grouping = oneOf('by', by, ['column', 'variable'])
  return columnOrigins(model.predictors, model.interceptColumn).map(({ column, source }) =>
    grouping === 'column' ? column : source,
  )
}
