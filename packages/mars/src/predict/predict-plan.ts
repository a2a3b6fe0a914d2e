import { type GlmLink, links } from '../glm/link.ts'
import type { MarsModelValue } from '../model.ts'
import { remembered } from '../remembered.ts'
import { rowSum, termTables } from './row-sums.ts'
import { sumTerms } from './sum-terms.ts'
import { type PlannedTerm, planTerms, usedColumns } from './term-plan.ts'

/** What is predicted, as plain data that can be sent to a worker. */
export interface PredictionPlan {
  readonly terms: readonly PlannedTerm[]
  /** Responses × terms. */
  readonly coefficients: readonly (readonly number[])[]
  /** The link of which the means are wanted; null where it is the sums themselves. */
  readonly link: GlmLink | null
}

/** Design columns of the rows to predict. */
export interface PlanColumns {
  readonly rows: number
  /** As many as the model has; those that no term uses are not looked at. */
  readonly columns: readonly Float64Array[]
}

/** What a model predicts: the means of its GLM, or their links, or by least squares. */
export function planPrediction(
  model: MarsModelValue,
  type: 'response' | 'link' | 'earth',
): PredictionPlan {
  return plans[type](model)
}

/** Plans are small, and a server asks for the same one with every request. */
const plans = {
  response: remembered((model: MarsModelValue) => makePlan(model, 'response')),
  link: remembered((model: MarsModelValue) => makePlan(model, 'link')),
  earth: remembered((model: MarsModelValue) => makePlan(model, 'earth')),
}

function makePlan(model: MarsModelValue, type: 'response' | 'link' | 'earth'): PredictionPlan {
  const glm = type === 'earth' ? undefined : model.glm
  const coefficients = glm?.coefficients ?? model.coefficients
  const link = glm !== undefined && type === 'response' ? glm.link : null
  return { terms: planTerms(model), coefficients, link }
}

/** Predictions: rows × responses, column-major; NaN in rows that lack a value of some term. */
export function predictPlan(plan: PredictionPlan, design: PlanColumns): Float64Array {
  const predictions = sumTerms(plan, design)
  settleSums(predictions, plan, design)
  if (plan.link === null) return predictions
  const { mean } = links[plan.link]
  for (let at = 0; at < predictions.length; at += 1) predictions[at] = mean(predictions[at])
  return predictions
}

/**
 * Looks again at the sums that are not finite: NaN is what they are where a design column of some term
 * is NaN, as a missing value makes it. Else a hinge was too large to be doubled, or the sum really is
 * too large, and it is reckoned anew.
 */
function settleSums(
  sums: Float64Array,
  plan: PredictionPlan,
  { rows, columns }: PlanColumns,
): void {
  let again: ((row: number, response: number) => number) | undefined
  for (let at = 0; at < sums.length; at += 1) {
    // Infinity less itself is NaN too.
    if (sums[at] - sums[at] === 0) continue
    again ??= carefulSum(plan, columns)
    sums[at] = again(at % rows, Math.floor(at / rows))
  }
}

/** Gives the sum of a row and a response hinge by hinge. */
function carefulSum(
  { terms, coefficients }: PredictionPlan,
  columns: readonly Float64Array[],
): (row: number, response: number) => number {
  const used = usedColumns(terms)
  const tables = termTables(terms, coefficients)
  const x = new Float64Array(columns.length)
  return (row, response) => {
    for (const v of used) x[v] = columns[v][row]
    return used.some((v) => Number.isNaN(x[v])) ? Number.NaN : rowSum(tables, response, x)
  }
}
