// Columns c₁, c₂ … that enter at once, such as both hinges of a knot, beside the orthonormal columns Q
// there are: each becomes orthogonal to Q and to those before it, of length 1.
//
//   c_k = Q a_k + Σ_{j < k} a_kj q_j + rest_k q_k
//
// Where the order of sums is free all are compared with Q together, and then with each other.
import { orthogonaliseInBlocks } from '../linear-algebra/orthogonalise-in-blocks.ts'
import type { Projection } from '../linear-algebra/reduced-rows.ts'
import type { Rules } from '../rules/rules.ts'
import { normalise } from './normalise.ts'
import { orthogonaliseByRules } from './orthogonalise-by-rules.ts'

/** What became of a column. */
export interface Orthonormalised {
  /** The column as it was, by those of the basis, those before it and what it has become. */
  readonly projection: Projection
  /** Its mean as the rules take it. */
  readonly mean: number
}

/** Makes columns orthonormal beside the basis and each other, in place. */
export function orthonormalise(
  columns: readonly Float64Array[],
  basis: readonly Float64Array[],
  rules: Rules,
): readonly Orthonormalised[] {
  const together = rules.sumsInRowOrder ? null : orthogonaliseInBlocks(columns, basis)
  return columns.map((column, k) => {
    const before = columns.slice(0, k)
    const projection = together
      ? besideOthers(column, together[k], basis, before)
      : orthogonaliseByRules([column], [...basis, ...before], rules)[0]
    return { projection, mean: normalise(column, projection.rest, rules) }
  })
}

/** Less than this share of a column beside the basis, and what is left needs another look at the basis. */
const leastShare = 0.25

/** Takes columns of length 1 out of one that is orthogonal to the basis already, as they are. */
function besideOthers(
  column: Float64Array,
  projection: Projection,
  basis: readonly Float64Array[],
  others: readonly Float64Array[],
): Projection {
  if (others.length === 0) return projection
  const [next] = orthogonaliseInBlocks([column], others)
  const amounts = Float64Array.of(...projection.amounts, ...next.amounts)
  if (next.rest >= leastShare * projection.rest) return { amounts, rest: next.rest }
  const [again] = orthogonaliseInBlocks([column], [...basis, ...others])
  return { amounts: amounts.map((amount, t) => amount + again.amounts[t]), rest: again.rest }
}
