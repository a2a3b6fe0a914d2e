// The columns of a table as predictors, and the design columns each stands for: a number for itself;
// a factor with levels l₁, l₂ … for one 0/1 column a level but the first, named column + level; an
// ordered factor for polynomials, named column + .L, .Q, .C, ^4 …; a boolean for one 0/1 column named
// column + TRUE. The names are R's. Where missing values are allowed, one more column, 1 where the
// value is missing, follows those of its source.
import { describe, MarsError } from '../errors.ts'
import type { ResolvedFactor } from '../options/factor-options.ts'
import type { ColumnOrigin } from '../options/forward-settings.ts'
import { type ColumnKind, firstMissing, kindOf } from './cells.ts'
import { mostOrderedLevels, polynomialSuffix } from './contrasts.ts'
import { levelsOf } from './levels.ts'
import type { Column } from './table.ts'

/**
 * A source column that a model predicts from.
 *
 * @public
 */
export type MarsPredictor = PlainPredictor | FactorPredictor

/**
 * A column of numbers or of booleans.
 *
 * @public
 */
export interface PlainPredictor {
  /** What its cells are. */
  readonly kind: 'number' | 'boolean'
  /** The column's name. */
  readonly name: string
  /** Whether a design column `missing(name)` follows, and missing values are allowed. */
  readonly missingness?: true
}

/**
 * A column whose cells are levels.
 *
 * @public
 */
export interface FactorPredictor {
  /** `factor`: a 0/1 column a level but the first. `ordered`: polynomial contrasts. */
  readonly kind: 'factor' | 'ordered'
  /** The column's name. */
  readonly name: string
  /** At least two, in order. The first is the base, and stands for unseen levels if they may be. */
  readonly levels: readonly string[]
  /** What its cells are, if not texts. */
  readonly cells?: 'number' | 'boolean'
  /** Whether a design column `missing(name)` follows, and missing values are allowed. */
  readonly missingness?: true
}

/** The name of the column of ones, as in R's model.matrix. */
const interceptName = '(Intercept)'

/** A column as a predictor, its levels taken from its cells; with `terms`, its missingness too. */
export function predictorOf(
  column: Column,
  factor: ResolvedFactor | undefined,
  missing: 'refuse' | 'omit' | 'terms',
): MarsPredictor {
  const { name } = column
  // A column without any value has been refused before.
  const cells = kindOf(column) ?? 'number'
  const guarded = missing === 'terms' && firstMissing(column) !== -1
  const missingness = guarded ? ({ missingness: true } as const) : {}
  if (factor === undefined && cells !== 'text') return { kind: cells, name, ...missingness }
  const levels = levelsOf(column, cells, factor)
  const kind = factor?.ordered ? 'ordered' : 'factor'
  if (kind === 'ordered' && levels.length > mostOrderedLevels) {
    throw new MarsError(
      'invalid-option',
      `Column ${describe(name)} has ${levels.length} levels, and an ordered factor can have ${mostOrderedLevels}: give their places as numbers.`,
    )
  }
  return { kind, name, levels, ...(cells === 'text' ? {} : { cells }), ...missingness }
}

/** What the cells of a predictor are. */
export function cellKindOf(predictor: MarsPredictor): ColumnKind {
  switch (predictor.kind) {
    case 'number':
    case 'boolean':
      return predictor.kind
    case 'factor':
    case 'ordered':
      return predictor.cells ?? 'text'
  }
}

/** The design columns of a predictor in order. */
function designColumnsOf(predictor: MarsPredictor): readonly ColumnOrigin[] {
  const source = predictor.name
  const indicator = predictor.kind === 'boolean' || predictor.kind === 'factor'
  const made = contrastNames(predictor).map((column) => ({
    column,
    source,
    indicator,
    missingness: false,
  }))
  if (!predictor.missingness) return made
  return [...made, { column: `missing(${source})`, source, indicator: true, missingness: true }]
}

/** For each design column in order, its name and where it comes from. */
export function columnOrigins(
  predictors: readonly MarsPredictor[],
  interceptColumn: boolean,
): readonly ColumnOrigin[] {
  const made = predictors.flatMap((predictor) => designColumnsOf(predictor))
  const ones = { column: interceptName, source: interceptName, indicator: true, missingness: false }
  return interceptColumn ? [ones, ...made] : made
}

/** The names of all design columns in order. */
export function allDesignNames(
  predictors: readonly MarsPredictor[],
  interceptColumn: boolean,
): readonly string[] {
  return columnOrigins(predictors, interceptColumn).map(({ column }) => column)
}

/** The names of a predictor's design columns, but for that of its missingness. */
function contrastNames(predictor: MarsPredictor): readonly string[] {
  const { name } = predictor
  switch (predictor.kind) {
    case 'number':
      return [name]
    case 'boolean':
      return [`${name}TRUE`]
    case 'factor':
      return predictor.levels.slice(1).map((level) => name + level)
    case 'ordered':
      return predictor.levels.slice(1).map((_, at) => name + polynomialSuffix(at + 1))
  }
}
