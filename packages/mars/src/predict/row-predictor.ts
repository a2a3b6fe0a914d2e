import type { MatrixRecipe } from '../design/model-matrix.ts'
import { readDesign } from '../design/read-design.ts'
import { createRowReader, type MarsRow } from '../design/row-reader.ts'
import { links } from '../glm/link.ts'
import type { MarsModelValue } from '../model.ts'
import { planPrediction, predictPlan } from './predict-plan.ts'
import { rowSum, termTables } from './row-sums.ts'

/**
 * Predicts one row: a number for each response, written to `into` if it is given, and returned in it.
 *
 * @throws MarsError as `predict` does.
 *
 * @public
 */
export type MarsRowPredictor = (row: MarsRow, into?: Float64Array) => Float64Array

/** Makes a model ready to predict single rows, with what `predict` gives for a table of the row. */
export function createRowPredictor(
  model: MarsModelValue,
  recipe: MatrixRecipe,
  type: 'response' | 'link' | 'earth',
): MarsRowPredictor {
  const plan = planPrediction(model, type)
  const predictPlain = createPlainRowPredictor(model, recipe, type)
  return (row, into = new Float64Array(plan.coefficients.length)) => {
    if (!predictPlain(row, into)) {
      into.set(predictPlan(plan, readDesign([row] as Parameters<typeof readDesign>[0], recipe)))
    }
    return into
  }
}

/** The same for rows with nothing unusual; of any other it gives false, and a table of the row tells what is wrong. */
export function createPlainRowPredictor(
  model: MarsModelValue,
  recipe: MatrixRecipe,
  type: 'response' | 'link' | 'earth',
): (row: MarsRow, into: Float64Array) => boolean {
  const plan = planPrediction(model, type)
  const tables = termTables(plan.terms, plan.coefficients)
  const mean = plan.link && links[plan.link].mean
  const responses = plan.coefficients.length
  const read = createRowReader(recipe)
  const x = new Float64Array(model.columns.length)
  return (row, into) => {
    if (!read(row, x)) return false
    for (let r = 0; r < responses; r += 1) {
      const sum = rowSum(tables, r, x)
      into[r] = mean === null ? sum : mean(sum)
    }
    return true
  }
}
