// The parts of a prediction:  ŷ = Σ_S f_S,   f_S the sum of the terms whose variables are exactly S.
import type { Design } from '../design/read-design.ts'
import type { MarsModelValue } from '../model.ts'
import type { NewDataOptions } from '../options/predict-options.ts'
import { predictDesign } from '../predict.ts'
import { type Grouping, groupNames } from './grouping.ts'
import { type VariableSet, variableSets } from './variable-sets.ts'

/**
 * What may be said when a prediction is taken apart.
 *
 * @public
 */
export interface ContributionOptions extends NewDataOptions {
  /**
   * What counts as one variable.
   * @defaultValue 'column'
   */
  readonly by?: Grouping | undefined
}

/**
 * The part of a prediction that comes from the terms with exactly these variables.
 *
 * @public
 */
export interface MarsContribution {
  /** In the order of the design columns; none for the intercept. */
  readonly variables: readonly string[]
  /** Rows × responses, column-major; not centred. NaN where these variables lack a value. */
  readonly values: Float64Array
}

/** The parts of the predictions for a table. */
export function contributionsTo(
  model: MarsModelValue,
  design: Design,
  by: unknown,
): readonly MarsContribution[] {
  return variableSets(model, groupNames(model, by)).map((set) => ({
    variables: set.variables,
    values: contributionOf(model, set, design),
  }))
}

/** The sum of a set's terms on design columns: rows × responses, column-major. */
export function contributionOf(
  model: MarsModelValue,
  { terms }: VariableSet,
  design: Design,
): Float64Array {
  const part = {
    ...model,
    selected: terms.map((at) => model.selected[at]),
    coefficients: model.coefficients.map((each) => terms.map((at) => each[at])),
  }
  return predictDesign(part, design)
}
