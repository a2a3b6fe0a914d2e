// Prediction:  ŷ_r = Σ_t β_rt Π_v factor_tv(x_v), and of a GLM the mean that its link gives for the sum.
import { multiplyByFactor } from './basis/term.ts'
import type { Design } from './design/read-design.ts'
import type { MarsModelValue } from './model.ts'
import { planPrediction, predictPlan } from './predict/predict-plan.ts'
import { type ModelTerms, planTerms } from './predict/term-plan.ts'

/**
 * Predictions of a GLM, as means or on the scale of its link, or of least squares: rows × responses,
 * column-major. A model without a GLM has only the latter.
 */
export function predictAs(
  model: MarsModelValue,
  design: Design,
  type: 'response' | 'link' | 'earth',
): Float64Array {
  return predictPlan(planPrediction(model, type), design)
}

/** Predictions by least squares: rows × responses, column-major; NaN in rows that lack a value of some term. */
export function predictDesign(
  model: ModelTerms & Pick<MarsModelValue, 'coefficients'>,
  design: Design,
): Float64Array {
  const { coefficients } = model
  return predictPlan({ terms: planTerms(model), coefficients, link: null }, design)
}

/** The values of the selected terms, a column of rows each; NaN in rows that lack a value of it. */
export function termColumns(model: ModelTerms, design: Design): readonly Float64Array[] {
  return model.selected.map((index) => {
    const values = new Float64Array(design.rows).fill(1)
    const used = [...model.dirs[index].keys()].filter((v) => model.dirs[index][v] !== 0)
    for (const v of used) {
      multiplyByFactor(values, design.columns[v], model.dirs[index][v], model.cuts[index][v])
    }
    if (design.lacksValues) for (const v of used) blankMissing(values, design.columns[v])
    return values
  })
}

/** Makes values NaN in the rows where a column is: a hinge of NaN counts as 0. */
function blankMissing(values: Float64Array, column: Float64Array): void {
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isNaN(column[row])) values[row] = Number.NaN
  }
}
