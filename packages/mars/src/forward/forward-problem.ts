// The response for the forward pass:  y ← (y − ȳ)/s  where the rules scale, then y ← y − ȳ; where
// rows have weights, s stays the plain deviation and then y ← √w (y − ȳ_w).
import { copyOn, ownMemory, type WorkMemory } from '../kernel/memory.ts'
import { compensatedMean, compensatedSumOfSquares } from '../linear-algebra/compensated-sum.ts'
import { divide, isConstant, mean, shift, sumOfSquares } from '../linear-algebra/sums.ts'
import { centredWeightedRows } from '../linear-algebra/weighted-rows.ts'
import type { Rules } from '../rules/rules.ts'
import type { ForwardProblem } from './forward-state.ts'
import { rowOrders } from './row-orders.ts'

/** What the forward pass is fitted to, each column of n rows. */
export interface TrainingColumns {
  readonly design: readonly Float64Array[]
  readonly responses: readonly Float64Array[]
  /** The root of each row's weight; null where all rows count alike. */
  readonly sqrtWeights: Float64Array | null
  /** n of the GCV. */
  readonly observations: number
}

/**
 * Centres the responses, scaled if asked; `unit` undoes the scaling of y.
 */
export function forwardProblem(
  { design, responses, sqrtWeights, observations }: TrainingColumns,
  rules: Pick<Rules, 'firstNullSum'>,
  scales: boolean,
  guards: Int32Array = new Int32Array(design.length).fill(-1),
  memory: WorkMemory = ownMemory,
): { readonly problem: ForwardProblem; readonly unit: number } {
  let unit = 1
  const targets = responses.map((response) => {
    const y = copyOn(memory, response)
    if (isConstant(y)) return y.fill(0)
    if (scales) unit = standardise(y)
    if (sqrtWeights) y.set(centredWeightedRows(y, sqrtWeights))
    else shift(y, -mean(y))
    return y
  })
  const problem = {
    rows: responses[0].length,
    design,
    orderOf: rowOrders(design),
    targets,
    sqrtWeights,
    constant: sqrtWeights && lengthOfOnes(sqrtWeights),
    observations,
    rssNull: nullSum(targets, rules),
    guards,
    memory,
  }
  return { problem, unit }
}

/** The column at the length of as many ones. */
function lengthOfOnes(column: Float64Array): Float64Array {
  const factor = Math.sqrt(column.length / sumOfSquares(column))
  return column.map((value) => value * factor)
}

/** The RSS of the mean over all responses; 0 only if all are constant. */
function nullSum(targets: readonly Float64Array[], rules: Pick<Rules, 'firstNullSum'>): number {
  const sums = targets.map(sumOfSquares)
  if (sums.every((sum) => sum === 0)) return 0
  const [first, ...rest] = sums
  return rest.reduce((sum, each) => sum + each, rules.firstNullSum(first, targets[0].length))
}

/** Subtracts the mean and divides by the standard deviation, which is returned. */
function standardise(y: Float64Array): number {
  shift(y, -compensatedMean(y))
  const deviation = Math.sqrt(compensatedSumOfSquares(y) / (y.length - 1))
  divide(y, deviation)
  return deviation
}
