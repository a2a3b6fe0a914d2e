// Coefficients averaged along the path of pruning. Beside the selected terms S stand the smaller subsets
// J_K ⊂ S of the path, each with its least-squares coefficients β_K (0 for terms not in J_K):
//
//   β = Σ_K ω_K β_K / Σ_K ω_K        ω_K = (GCV_S / GCV_K)^max(5, n/40)
//
// (GCV_S/GCV_K)^(n/2) is how much likelier S is than J_K, as in Akaike weights with GCV in place of
// AIC (Buckland, Burnham and Augustin 1997); its 20th root was found to predict best on Friedman's
// functions and on real tables, in which the choice of terms is far less certain than that. Below 200
// rows the power stays at 5, for otherwise all would be shrunk alike. A term of which it is doubtful
// that it should stay is shrunk; none comes in. Where S fits exactly, β = β_S.
import { leastSquares } from '../linear-algebra/least-squares.ts'
import type { PricedPath } from './backward-pass.ts'
import { triangularFactor } from './triangular-factor.ts'

/** A subset of the selected terms and its share in the average. */
export interface SubsetShare {
  /** Places among the selected terms, ascending. */
  readonly places: readonly number[]
  /** From 0 to 1; all shares add up to 1. */
  readonly share: number
}

/** Shares below this are left out. */
const leastShare = 1e-6

/** The subsets of the path within the selected terms and their shares; these terms themselves last. */
export function subsetShares(
  path: PricedPath,
  selected: readonly number[],
  observations: number,
): readonly SubsetShare[] {
  const size = selected.length
  const power = Math.max(5, observations / 40)
  const within = path.members
    .slice(0, size)
    .flatMap((members, at) =>
      at === size - 1 || !members.every((index) => selected.includes(index))
        ? []
        : [{ members, weight: (path.gcv[size - 1] / path.gcv[at]) ** power }],
    )
    .filter(({ weight }) => weight > leastShare)
  const total = within.reduce((sum, { weight }) => sum + weight, 1)
  return [...within, { members: selected, weight: 1 }].map(({ members, weight }) => ({
    places: members.map((index) => selected.indexOf(index)),
    share: weight / total,
  }))
}

/** The averaged coefficients of the selected columns, for each response. */
export function averagedCoefficients(
  columns: readonly Float64Array[],
  responses: readonly Float64Array[],
  shares: readonly SubsetShare[],
): readonly Float64Array[] {
  // Fits on the triangular factor are those on the rows.
  const { r, z } = triangularFactor(columns, responses)
  const average = responses.map(() => new Float64Array(columns.length))
  for (const { places, share } of shares) {
    const subset = places.map((place) => r[place])
    for (const [response, beta] of leastSquares(subset, z).entries()) {
      for (const [at, place] of places.entries()) average[response][place] += share * beta[at]
    }
  }
  return average
}
