import { describe, MarsError } from '../errors.ts'
import type { UnseenLevels } from '../options/mars-options.ts'
import { remembered } from '../remembered.ts'
import { firstMissing, flagsOf, isMissing, kindOf, numbersOf, refuseMissing } from './cells.ts'
import { polynomialContrasts, treatmentContrasts } from './contrasts.ts'
import { codesOf } from './levels.ts'
import { plainNumbers } from './plain-numbers.ts'
import { cellKindOf, type FactorPredictor, type MarsPredictor } from './predictor.ts'
import { type Column, type ColumnTable, columnOf } from './table.ts'

/** How a table becomes design columns. */
export interface MatrixRecipe {
  readonly predictors: readonly MarsPredictor[]
  readonly interceptColumn: boolean
  readonly unseenLevels: UnseenLevels
  /**
   * With `omit`, a missing value makes NaN of the design columns of its row; else it is refused,
   * unless its predictor has a missingness column.
   */
  readonly missing: 'refuse' | 'omit' | 'terms'
}

/**
 * The design columns of a table, each as long as it has rows, in the order of the recipe's names.
 * Columns of the table that the recipe does not name are passed over; number columns that are
 * Float64Arrays are not copied.
 */
export function modelMatrix(table: ColumnTable, recipe: MatrixRecipe): readonly Float64Array[] {
  const columns: Float64Array[] = []
  if (recipe.interceptColumn) columns.push(new Float64Array(table.rows).fill(1))
  for (const predictor of recipe.predictors) {
    const column = columnOf(table, predictor.name, 'predictor')
    for (const values of designColumns(column, predictor, recipe)) columns.push(values)
  }
  return columns
}

/** The design columns of one predictor. */
function designColumns(
  column: Column,
  predictor: MarsPredictor,
  recipe: MatrixRecipe,
): readonly Float64Array[] {
  // Most columns are of this kind, and have nothing that calls for a closer look.
  const numbers = predictor.kind === 'number' ? plainNumbers(column.cells) : null
  if (numbers !== null && !predictor.missingness) return [numbers]
  expectKind(predictor, column)
  if (!predictor.missingness && recipe.missing !== 'omit') refuseMissing(column)
  const values = contrastValues(column, predictor, recipe.unseenLevels)
  if (!predictor.missingness) return values
  const missing = Float64Array.from(column.cells, (cell) => Number(isMissing(cell)))
  return [...filled(column, predictor, values), missing]
}

/** The design columns of one predictor but its missingness, NaN where a value is missing. */
function contrastValues(
  column: Column,
  predictor: MarsPredictor,
  unseenLevels: UnseenLevels,
): readonly Float64Array[] {
  switch (predictor.kind) {
    case 'number':
      return [numbersOf(column)]
    case 'boolean':
      return [flagsOf(column)]
    case 'factor':
    case 'ordered': {
      const codes = codesOf(column, cellKindOf(predictor), predictor.levels, unseenLevels)
      return contrastsOf(predictor).map((values) => valuesByCode(codes, values))
    }
  }
}

/** For each row the value of its level, NaN where it has none. */
function valuesByCode(codes: Int32Array, values: Float64Array): Float64Array {
  const column = new Float64Array(codes.length)
  for (let row = 0; row < codes.length; row += 1) {
    column[row] = codes[row] === -1 ? Number.NaN : values[codes[row]]
  }
  return column
}

/** The contrasts of a factor, which a server asks for with every request. */
export const contrastsOf: (predictor: FactorPredictor) => readonly Float64Array[] = remembered(
  ({ kind, levels }) =>
    kind === 'ordered' ? polynomialContrasts(levels.length) : treatmentContrasts(levels.length),
)

/**
 * The columns with some number where a value is missing, which no term looks at: 0, or the median of
 * numbers, so that the rows stand in the middle of the order and the end spans count others.
 */
function filled(
  column: Column,
  predictor: MarsPredictor,
  columns: readonly Float64Array[],
): readonly Float64Array[] {
  if (firstMissing(column) === -1) return columns
  return columns.map((values) => {
    const filler = predictor.kind === 'number' ? lowerMedian(values) : 0
    return values.map((value) => (Number.isNaN(value) ? filler : value))
  })
}

/** The middle one of the values that are there, the lower of two; 0 where none is. */
function lowerMedian(values: Float64Array): number {
  const there = values.filter((value) => !Number.isNaN(value)).sort()
  return there[Math.ceil(there.length / 2) - 1] ?? 0
}

/** Says plainly when a whole column is of another kind than in training. */
function expectKind(predictor: MarsPredictor, column: Column): void {
  const kind = kindOf(column)
  const wanted = cellKindOf(predictor)
  if (kind === null || kind === wanted) return
  const row = Array.from(column.cells).findIndex((cell) => !isMissing(cell))
  throw new MarsError(
    'wrong-type',
    `Column ${describe(column.name)} held ${wanted}s in training and holds ${kind}s here (${describe(column.cells[row])} in row ${row + 1}).`,
  )
}
