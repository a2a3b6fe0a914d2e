import type { MarsMatrix } from './matrix.ts'
import { type MatrixRecipe, modelMatrix } from './model-matrix.ts'
import { namedAs } from './predictor-names.ts'
import { type MarsTable, readTable } from './table.ts'

/** Design columns to predict from. */
export interface Design {
  readonly rows: number
  readonly columns: readonly Float64Array[]
  /** Whether a column may hold NaN, where a value is missing. */
  readonly lacksValues: boolean
}

/** Reads a table that a model is given after its fit. */
export function readDesign(table: MarsTable | MarsMatrix, recipe: MatrixRecipe): Design {
  const source = namedAs(readTable(table), recipe.predictors)
  return {
    rows: source.rows,
    columns: modelMatrix(source, recipe),
    lacksValues: recipe.missing === 'omit',
  }
}
