// The best of the pairs that were searched, parents in the order given and predictors in design order; the
// first of equals wins.
//
//   gain, among one parent's predictors: gain / (1 + newvarPenalty) where the predictor is in no term
import type { ForwardSettings } from '../options/forward-settings.ts'
import type { Candidate } from './candidate.ts'
import { fitsEveryKnot, type SearchedPair } from './column-search.ts'
import { withoutDependentPartner } from './dependent-partner.ts'
import type { ForwardProblem, ForwardState } from './forward-state.ts'
import { guardedParent } from './pair/guarded-parent.ts'
import type { PairAnswer } from './pair/pair-answer.ts'
import { usedColumns } from './pair/pair-questions.ts'

/** A pair of a parent, by its place among the live terms, and a predictor that was searched. */
export interface FoundPair {
  readonly parent: number
  readonly column: number
  readonly answer: SearchedPair
}

/** The best of the pairs, which stand in order; null where none gains anything. */
export function bestCandidate(
  pairs: readonly FoundPair[],
  problem: ForwardProblem,
  state: ForwardState,
  { rules, newvarPenalty }: ForwardSettings,
): Candidate | null {
  const used = usedColumns(state, problem.design.length)
  let best: (PairAnswer & FoundPair) | null = null
  let bestWorth = Number.NEGATIVE_INFINITY
  for (const [at, pair] of pairs.entries()) {
    const { parent, answer } = pair
    if (answer !== null && answer.gain > 0 && rules.isBetter(answer.worth, bestWorth)) {
      bestWorth = answer.worth
      best = { ...answer, ...pair }
    }
    const isLastOfParent = pairs[at + 1]?.parent !== parent
    if (!isLastOfParent || best?.parent !== parent || rules.handicapsBetweenParents) continue
    if (!used[best.column]) bestWorth *= 1 + newvarPenalty
  }
  if (best === null) return null
  const { column, gain, knot, newForm } = best
  const parent = state.live[best.parent]
  const found = {
    parent: guardedParent(problem, parent, column) ?? parent,
    column,
    knot,
    gain: used[column] ? gain : gain * (1 + newvarPenalty),
    newForm,
  }
  return fitsEveryKnot(problem, { rules })
    ? withoutDependentPartner(found, problem, state, rules)
    : found
}
