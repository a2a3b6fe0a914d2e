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
