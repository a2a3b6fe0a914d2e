// The terms b₁ … b_m that are not linear combinations of those before them, by the rule of R's qr()
// (see householder-qr.ts):
//
//   B P = Q R      b_t stays where ‖b_t beside the terms kept before it‖ ≥ τ ‖b_t‖
//
// B is rows × m, P moves dependent columns to the end, τ is Rules.rankTolerance. The columns b_t are
// the plain products, not the orthogonal ones, for least squares is to run on them. Reduced to m + 1 rows
// (linear-algebra/reduced-rows.ts) they have the same lengths and angles, so that the rule finds the
// same there.
import { factorise } from '../linear-algebra/householder-qr.ts'
import type { Rules } from '../rules/rules.ts'
import type { LiveTerm } from './forward-state.ts'

/** The places of the live terms less those that depend on the terms before them. */
export function independentTerms(
  live: readonly LiveTerm[],
  columns: readonly Float64Array[],
  rules: Pick<Rules, 'rankTolerance' | 'dropsDependentBy'>,
): readonly number[] {
  const { pivot, rank } = factorise(columns, rules.rankTolerance)
  const dependent = pivot.slice(rank)
  const dropped = new Set(
    rules.dropsDependentBy === 'column' ? dependent.map((index) => live[index].slot) : dependent,
  )
  return [...live.keys()].filter((place) => !dropped.has(live[place].slot))
}
