import { orthogonalise } from '../linear-algebra/orthogonalise.ts'
import { orthogonaliseInBlocks } from '../linear-algebra/orthogonalise-in-blocks.ts'
import type { Projection } from '../linear-algebra/reduced-rows.ts'
import { sumOfSquares } from '../linear-algebra/sums.ts'
import type { Rules } from '../rules/rules.ts'

/**
 * Takes out of each column, in place, what the orthonormal `basis` explains, adding up in the order that
 * the rules prescribe, if any. Beside each other the columns stay as they are.
 */
export function orthogonaliseByRules(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  { sumsInRowOrder }: Pick<Rules, 'sumsInRowOrder'>,
): readonly Projection[] {
  if (!sumsInRowOrder) return orthogonaliseInBlocks(columns, basis)
  return columns.map((column) => {
    const amounts = orthogonalise(column, basis)
    return { amounts, rest: Math.sqrt(sumOfSquares(column)) }
  })
}
