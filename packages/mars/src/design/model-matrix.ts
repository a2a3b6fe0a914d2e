import { describe, listed, MarsError } from '../errors.ts'
import type { UnseenLevels } from '../options/mars-options.ts'
import { booleansOf, kindOf, numbersOf, textsOf } from './cells.ts'
import type { MarsPredictor } from './predictor.ts'
import { type ColumnTable, columnOf } from './table.ts'

/** How a table becomes design columns. */
export interface MatrixRecipe {
  readonly predictors: readonly MarsPredictor[]
  readonly interceptColumn: boolean
  readonly unseenLevels: UnseenLevels
}

/**
 * The design columns of a table, each as long as it has rows, in the order of the recipe's names.
 * Columns of the table that the recipe does not name are passed over; number columns that are
 * Float64Arrays are not copied.
 */
export function modelMatrix(table: ColumnTable, recipe: MatrixRecipe): readonly Float64Array[] {
  const columns = recipe.predictors.flatMap((predictor) =>
    designColumns(table, predictor, recipe.unseenLevels),
  )
  return recipe.interceptColumn ? [new Float64Array(table.rows).fill(1), ...columns] : columns
}

/** The design columns of one predictor. */
function designColumns(
  table: ColumnTable,
  predictor: MarsPredictor,
  unseenLevels: UnseenLevels,
): readonly Float64Array[] {
  const { name } = predictor
  const column = columnOf(table, name, 'predictor')
  if (table.rows > 0) expectKind(predictor, column)
  switch (predictor.kind) {
    case 'number':
      return [numbersOf(name, column)]
    case 'boolean':
      return [Float64Array.from(booleansOf(name, column), Number)]
    case 'factor':
      return indicators(name, predictor.levels, textsOf(name, column), unseenLevels)
  }
}

/** One 0/1 column a level but the first. */
function indicators(
  name: string,
  levels: readonly string[],
  texts: readonly string[],
  unseenLevels: UnseenLevels,
): readonly Float64Array[] {
  const codes = new Map(levels.map((level, code) => [level, code]))
  const columns = levels.slice(1).map(() => new Float64Array(texts.length))
  for (const [row, text] of texts.entries()) {
    const code = codes.get(text)
    if (code === undefined && unseenLevels === 'error') {
      throw new MarsError(
        'unseen-level',
        `Column ${describe(name)} holds ${describe(text)} in row ${row + 1}, which training never saw; it saw ${listed(levels)}. With unseenLevels 'baseline' it counts as ${describe(levels[0])}.`,
      )
    }
    if (code) columns[code - 1][row] = 1
  }
  return columns
}

/** Says plainly when a whole column is of another kind than in training. */
function expectKind(predictor: MarsPredictor, column: ArrayLike<unknown>): void {
  const kind = kindOf(predictor.name, column)
  const wanted = predictor.kind === 'factor' ? 'text' : predictor.kind
  if (kind === wanted) return
  throw new MarsError(
    'wrong-type',
    `Column ${describe(predictor.name)} held ${wanted}s in training and holds ${kind}s here (${describe(column[0])} in row 1).`,
  )
}
