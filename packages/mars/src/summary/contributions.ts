// The parts of a prediction:  ŷ = Σ_S f_S,   f_S the sum of the terms whose variables are exactly S.
import { modelMatrix } from '../design/model-matrix.ts'
import { readTable } from '../design/table.ts'
import type { MarsModelValue } from '../model.ts'
import type { UnseenLevels } from '../options/mars-options.ts'
import { predictDesign } from '../predict.ts'
import { type Grouping, groupNames } from './grouping.ts'
import { type VariableSet, variableSets } from './variable-sets.ts'

/**
 * What may be said when a prediction is taken apart.
 *
 * @public
 */
export interface ContributionOptions {
  /**
   * What counts as one variable.
   * @defaultValue 'column'
   */
  readonly by?: Grouping | undefined
  /**
   * What to do with a text never seen in training.
   * @defaultValue what the fit was told
   */
  readonly unseenLevels?: UnseenLevels | undefined
}

/**
 * The part of a prediction that comes from the terms with exactly these variables.
 *
 * @public
 */
export interface MarsContribution {
  /** In the order of the design columns; none for the intercept. */
  readonly variables: readonly string[]
  /** Rows × responses, column-major; not centred. */
  readonly values: Float64Array
}

/** The parts of the predictions for a table. */
export function contributionsTo(
  model: MarsModelValue,
  table: unknown,
  options: { readonly by: unknown; readonly unseenLevels: UnseenLevels },
): readonly MarsContribution[] {
  const sets = variableSets(model, groupNames(model, options.by))
  const source = readTable(table)
  const design = modelMatrix(source, { ...model, unseenLevels: options.unseenLevels })
  return sets.map((set) => ({
    variables: set.variables,
    values: contributionOf(model, set, design, source.rows),
  }))
}

/** The sum of a set's terms on design columns: rows × responses, column-major. */
export function contributionOf(
  model: MarsModelValue,
  { terms }: VariableSet,
  design: readonly Float64Array[],
  rows: number,
): Float64Array {
  const part = {
    ...model,
    selected: terms.map((at) => model.selected[at]),
    coefficients: model.coefficients.map((each) => terms.map((at) => each[at])),
  }
  return predictDesign(part, design, rows)
}
