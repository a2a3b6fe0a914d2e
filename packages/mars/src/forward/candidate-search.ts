// The plain search of a step: every allowed pair of parent and predictor, parents in the order
// given, predictors in design order; the first of equals wins.
//
//   gain, among one parent's predictors: gain / (1 + newvarPenalty) where the predictor is in no term

import type { ForwardSettings } from '../options/forward-settings.ts'
import type { Spans } from '../rules/rules.ts'
import { createAllowedColumns } from './allowed-columns.ts'
import type { Candidate, CandidateSearch } from './candidate.ts'
import { withoutDependentPartner } from './dependent-partner.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from './forward-state.ts'
import { createPairSearch } from './pair-search.ts'
import { createWeightedPairSearch } from './weighted-pair-search.ts'

/** Makes the search for a problem. */
export function createCandidateSearch(
  problem: ForwardProblem,
  settings: ForwardSettings,
): CandidateSearch {
  const { rules } = settings
  const createSearch = problem.sqrtWeights ? createWeightedPairSearch : createPairSearch
  const searchPair = createSearch(problem, rules)
  const allowedColumns = createAllowedColumns(problem.design.length, settings)

  return (state, parents) => {
    const used = usedColumns(state, problem.design.length)
    let best: Candidate | null = null
    let bestGain = 0
    const gains = parents.map((parent) => {
      let parentGain = -1
      let improved = false
      const spans = spansOf(parent)
      const allowed = allowedColumns(parent)
      for (let column = 0; column < problem.design.length; column += 1) {
        if (!allowed[column]) continue
        const handicap = used[column] ? 1 : 1 / (1 + settings.newvarPenalty)
        const answer = searchPair(state, {
          parent,
          column,
          spans,
          knots: !settings.linearOnly[column],
          handicap,
          toBeat: bestGain,
        })
        if (answer.rating > 0 && answer.rating > parentGain) parentGain = answer.rating
        if (answer.gain > bestGain) {
          bestGain = answer.gain
          best = { parent, column, ...answer }
          improved = true
        }
      }
      // The handicap counts among the predictors of one parent, not between parents.
      if (improved && best && !used[best.column]) bestGain *= 1 + settings.newvarPenalty
      return parentGain
    })
    if (best === null) return { best, gains }
    const found: Candidate = { ...(best as Candidate), gain: bestGain }
    const settled = problem.sqrtWeights
      ? withoutDependentPartner(found, problem, state, rules)
      : found
    return { best: settled, gains }
  }

  /** The spans under a parent. */
  function spansOf(parent: LiveTerm): Spans {
    return rules.spans({
      rows: problem.rows,
      columns: problem.design.length,
      eligible: parent.raw.reduce((count, value) => count + (value > 0 ? 1 : 0), 0),
      degree: parent.degree + 1,
      minspan: settings.minspan,
      endspan: settings.endspan,
      adjustEndspan: settings.adjustEndspan,
    })
  }
}

/** Which design columns are in some term. */
function usedColumns(state: ForwardState, columns: number): readonly boolean[] {
  return Array.from({ length: columns }, (_, column) =>
    state.live.some(({ term }) => term.dirs[column] !== 0),
  )
}
