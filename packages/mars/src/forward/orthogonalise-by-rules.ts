import { orthogonalise } from '../linear-algebra/orthogonalise.ts'
import { orthogonaliseInBlocks } from '../linear-algebra/orthogonalise-in-blocks.ts'
import type { Rules } from '../rules/rules.ts'

/**
 * Takes out of `column`, in place, what the orthonormal `basis` explains, adding up in the order that
 * the rules prescribe, if any; returns how much of each of its columns that was.
 */
export function orthogonaliseByRules(
  column: Float64Array,
  basis: readonly Float64Array[],
  { sumsInRowOrder }: Pick<Rules, 'sumsInRowOrder'>,
): Float64Array {
  return (sumsInRowOrder ? orthogonalise : orthogonaliseInBlocks)(column, basis)
}
