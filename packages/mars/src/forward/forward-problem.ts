// The response for the forward pass:  y ← (y − ȳ)/s  where the rules scale, then y ← y − ȳ.
import { compensatedMean, compensatedSumOfSquares } from '../linear-algebra/compensated-sum.ts'
import { divide, isConstant, mean, shift, sumOfSquares } from '../linear-algebra/sums.ts'
import type { ForwardProblem } from './forward-state.ts'

/**
 * Sorts the design columns and centres the responses, scaled if asked; `unit` undoes the scaling of
 * y.
 */
export function forwardProblem(
  design: readonly Float64Array[],
  responses: readonly Float64Array[],
  scales: boolean,
  guards: Int32Array = new Int32Array(design.length).fill(-1),
): { readonly problem: ForwardProblem; readonly unit: number } {
  let unit = 1
  const targets = responses.map((response) => {
    const y = Float64Array.from(response)
    if (isConstant(y)) return y.fill(0)
    if (scales) unit = standardise(y)
    shift(y, -mean(y))
    return y
  })
  const problem = {
    rows: responses[0].length,
    design,
    orders: design.map(ascendingOrder),
    targets,
    rssNull: targets.reduce((sum, y) => sum + sumOfSquares(y), 0),
    guards,
  }
  return { problem, unit }
}

/** The rows of a column in ascending order, ties in row order. */
function ascendingOrder(column: Float64Array): Int32Array {
  const order = Int32Array.from(column.keys())
  return order.sort((a, b) => column[a] - column[b] || a - b)
}

/** Subtracts the mean and divides by the standard deviation, which is returned. */
function standardise(y: Float64Array): number {
  shift(y, -compensatedMean(y))
  const deviation = Math.sqrt(compensatedSumOfSquares(y) / (y.length - 1))
  divide(y, deviation)
  return deviation
}
