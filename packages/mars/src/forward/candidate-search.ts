// The plain search of a step: every allowed pair of parent and predictor, parents in the order
// given, predictors in design order; the first of equals wins.
//
//   gain, among one parent's predictors: gain / (1 + newvarPenalty) where the predictor is in no term

import type { ForwardSettings } from '../options/forward-settings.ts'
import type { Spans } from '../rules/rules.ts'
import type { Candidate, CandidateSearch } from './candidate.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from './forward-state.ts'
import { createGuardedPairSearch } from './guarded-pair-search.ts'
import { guardedParent } from './guarded-parent.ts'
import { createPairSearch } from './pair-search.ts'

/** Makes the search for a problem. */
export function createCandidateSearch(
  problem: ForwardProblem,
  settings: ForwardSettings,
): CandidateSearch {
  const { rules } = settings
  const searchPair = createPairSearch(problem, rules)
  const searchGuardedPair = createGuardedPairSearch(problem, rules, searchPair)

  return (state, parents) => {
    const used = usedColumns(state, problem.design.length)
    let best: Candidate | null = null
    let bestGain = 0
    const gains = parents.map((parent) => {
      let parentGain = -1
      let improved = false
      const spans = spansOf(parent)
      for (let column = 0; column < problem.design.length; column += 1) {
        if (parent.term.dirs[column] !== 0) continue
        const guarded = guardedParent(problem, parent, column)
        if (guarded === null) continue
        const handicap = used[column] ? 1 : 1 / (1 + settings.newvarPenalty)
        const search = guarded === parent ? searchPair : searchGuardedPair
        const answer = search(state, {
          parent: guarded,
          column,
          spans: guarded === parent ? spans : spansOf(guarded),
          knots: !settings.linearOnly[column],
          handicap,
        })
        if (answer.gain > 0 && answer.gain > parentGain) parentGain = answer.gain
        if (answer.gain > bestGain) {
          bestGain = answer.gain
          best = { parent: guarded, column, ...answer }
          improved = true
        }
      }
      // The handicap counts among the predictors of one parent, not between parents.
      if (improved && best && !used[best.column]) bestGain *= 1 + settings.newvarPenalty
      return parentGain
    })
    return { best: best && { ...(best as Candidate), gain: bestGain }, gains }
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
