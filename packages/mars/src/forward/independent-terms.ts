// The terms b₁ … b_m that are not linear combinations of those before them, by the rule of R's qr()
// (see householder-qr.ts):
//
//   B P = Q R      b_t stays where ‖b_t beside the terms kept before it‖ ≥ τ ‖b_t‖
//
// B is rows × m, P moves dependent columns to the end, τ is Rules.rankTolerance. The columns b_t are
// the plain products, not the orthogonal ones, for least squares is to run on them.
import { factorise } from '../linear-algebra/householder-qr.ts'
import type { Rules } from '../rules/rules.ts'
import type { ForwardState, LiveTerm } from './forward-state.ts'

/** The live terms less those that depend on the terms before them. */
export function independentTerms(state: ForwardState, rules: Rules): readonly LiveTerm[] {
  const { live } = state
  const { pivot, rank } = factorise(
    live.map((term) => term.raw),
    rules.rankTolerance,
  )
  const dependent = pivot.slice(rank)
  const dropped = new Set(
    rules.dropsDependentBy === 'column' ? dependent.map((index) => live[index].slot) : dependent,
  )
  return live.filter((term) => !dropped.has(term.slot))
}
