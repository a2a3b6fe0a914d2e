// The columns of a table as predictors, and the design columns each stands for (treatment
// contrasts): a number for itself; a factor with levels l₁ < l₂ < … for one 0/1 column a level but
// the first, named column + level; a boolean for one 0/1 column named column + TRUE. The names are
// R's.
import { describe, MarsError } from '../errors.ts'
import type { ColumnOrigin } from '../options/forward-settings.ts'
import { type ColumnKind, kindOf, textsOf } from './cells.ts'
import type { ColumnTable } from './table.ts'

/**
 * A source column that a model predicts from.
 *
 * @public
 */
export type MarsPredictor =
  | { readonly kind: 'number' | 'boolean'; readonly name: string }
  | {
      readonly kind: 'factor'
      readonly name: string
      /** Sorted by code units; the first is the baseline. */
      readonly levels: readonly string[]
    }

/** The name of the column of ones, as in R's model.matrix. */
export const interceptName = '(Intercept)'

/** Every column of the table but the responses, in order, as predictors. */
export function predictorsOf(
  table: ColumnTable,
  responses: readonly string[],
): readonly MarsPredictor[] {
  const names = [...table.columns.keys()].filter((name) => !responses.includes(name))
  return names.map((name) => predictorOf(name, table.columns.get(name)!))
}

/** The names of a predictor's design columns. */
export function designNames(predictor: MarsPredictor): readonly string[] {
  switch (predictor.kind) {
    case 'number':
      return [predictor.name]
    case 'boolean':
      return [`${predictor.name}TRUE`]
    case 'factor':
      return predictor.levels.slice(1).map((level) => predictor.name + level)
  }
}

/** The names of all design columns in order. */
export function allDesignNames(
  predictors: readonly MarsPredictor[],
  interceptColumn: boolean,
): readonly string[] {
  const names = [
    ...(interceptColumn ? [interceptName] : []),
    ...predictors.flatMap((predictor) => designNames(predictor)),
  ]
  return names
}

/** The first name that stands twice in a list, if there is one. */
export function firstTwin(names: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) return name
    seen.add(name)
  }
  return undefined
}

/** For each design column in order, its name and that of the source column it is made from. */
export function columnOrigins(
  predictors: readonly MarsPredictor[],
  interceptColumn: boolean,
): readonly ColumnOrigin[] {
  const made = predictors.flatMap((predictor) =>
    designNames(predictor).map((column) => ({ column, source: predictor.name })),
  )
  return interceptColumn ? [{ column: interceptName, source: interceptName }, ...made] : made
}

/** One column as a predictor, its levels taken from its cells. */
function predictorOf(name: string, column: ArrayLike<unknown>): MarsPredictor {
  const kind: ColumnKind = kindOf(name, column)
  if (kind !== 'text') return { kind, name }
  const levels = [...new Set(textsOf(name, column))].sort()
  if (levels.length > 1) return { kind: 'factor', name, levels }
  throw new MarsError(
    'single-level',
    `Column ${describe(name)} holds ${describe(levels[0])} in every row, so that it tells nothing: leave it out.`,
  )
}
