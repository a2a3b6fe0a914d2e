// The plain search of a step: every allowed pair of parent and predictor, parents in the order
// given, predictors in design order; the first of equals wins.
//
//   gain, among one parent's predictors: gain / (1 + newvarPenalty) where the predictor is in no term

import { type GcvCost, gcv } from '../criteria/gcv.ts'
import type { ForwardSettings } from '../options/forward-settings.ts'
import type { SpanQuestion } from '../rules/rules.ts'
import { createAllowedColumns } from './allowed-columns.ts'
import type { Candidate, CandidateSearch } from './candidate.ts'
import { withoutDependentPartner } from './dependent-partner.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from './forward-state.ts'
import { createGuardedPairSearch } from './guarded-pair-search.ts'
import { guardedParent } from './guarded-parent.ts'
import { createPairSearch } from './pair-search.ts'
import { createWeightedPairSearch } from './weighted-pair-search.ts'

/** Makes the search for a problem. */
export function createCandidateSearch(
  problem: ForwardProblem,
  settings: ForwardSettings,
): CandidateSearch {
  const { rules } = settings
  const fitsEveryKnot = problem.sqrtWeights !== null && rules.orthogonalTo === 'ones'
  const searchPair = (fitsEveryKnot ? createWeightedPairSearch : createPairSearch)(problem, rules)
  const searchGuardedPair = createGuardedPairSearch(problem, rules, searchPair)
  const cost: GcvCost = {
    rows: problem.observations,
    penalty: settings.penalty,
    whenUsedUp: rules.gcvWhenUsedUp,
  }
  // Rows of weight 0 are as if they were not there.
  const countedRows = problem.sqrtWeights ? positives(problem.sqrtWeights) : problem.rows
  const allowedColumns = createAllowedColumns(problem.design.length, settings)

  return (state, parents) => {
    const used = usedColumns(state, problem.design.length)
    let best: Candidate | null = null
    let bestWorth = Number.NEGATIVE_INFINITY
    const worth = (gain: number, adds: 1 | 2): number =>
      rules.worth({ gain, gcv: gcv(state.rss - gain, state.live.length + adds, cost) })
    const gains = parents.map((parent) => {
      let parentGain = -1
      let improved = false
      const question = spanQuestion(parent)
      if (!rules.mayBeParent(question)) return parentGain
      const spans = rules.spans(question)
      const allowed = allowedColumns(parent)
      for (let column = 0; column < problem.design.length; column += 1) {
        if (!allowed[column]) continue
        const guarded = guardedParent(problem, parent, column)
        if (guarded === null) continue
        const handicap = used[column] ? 1 : 1 / (1 + settings.newvarPenalty)
        const search = guarded === parent ? searchPair : searchGuardedPair
        const answer = search(state, {
          parent: guarded,
          column,
          spans: guarded === parent ? spans : rules.spans(spanQuestion(guarded)),
          knots: !settings.linearOnly[column],
          handicap,
          worth,
          toBeat: Math.max(0, bestWorth),
        })
        if (answer.rating > 0 && answer.rating > parentGain) parentGain = answer.rating
        if (answer.gain > 0 && rules.isBetter(answer.worth, bestWorth)) {
          bestWorth = answer.worth
          best = { parent: guarded, column, ...answer }
          improved = true
        }
      }
      if (improved && best && !used[best.column] && !rules.handicapsBetweenParents) {
        bestWorth *= 1 + settings.newvarPenalty
      }
      return parentGain
    })
    if (best === null) return { best, gains }
    const found: Candidate = withoutHandicap(best, used)
    const settled = fitsEveryKnot ? withoutDependentPartner(found, problem, state, rules) : found
    return { best: settled, gains }
  }

  /** The candidate with what it really gains. */
  function withoutHandicap(best: Candidate, used: readonly boolean[]): Candidate {
    return used[best.column] ? best : { ...best, gain: best.gain * (1 + settings.newvarPenalty) }
  }

  /** What the spans under a parent depend on. */
  function spanQuestion(parent: LiveTerm): SpanQuestion {
    return {
      rows: countedRows,
      columns: problem.design.length,
      eligible: positives(parent.raw),
      degree: parent.degree + 1,
      minspan: settings.minspan,
      endspan: settings.endspan,
      adjustEndspan: settings.adjustEndspan,
    }
  }
}

/** Which design columns are in some term. */
function usedColumns(state: ForwardState, columns: number): readonly boolean[] {
  return Array.from({ length: columns }, (_, column) =>
    state.live.some(({ term }) => term.dirs[column] !== 0),
  )
}

/** How many values are above 0. */
function positives(values: Float64Array): number {
  return values.reduce((count, value) => count + (value > 0 ? 1 : 0), 0)
}
