// The two things that are done with pairs of a parent and a predictor: screening all of them by kept
// products, and searching single ones row by row. All in here depends on the state and on numbers, so
// that it can be done for some predictors on another thread.
import type { ForwardProblem, ForwardState } from './forward-state.ts'
import { createGuardedPairSearch } from './pair/guarded-pair-search.ts'
import { guardedParent } from './pair/guarded-parent.ts'
import type { PairAnswer } from './pair/pair-answer.ts'
import { createPairQuestions } from './pair/pair-questions.ts'
import { createPairSearch } from './pair/pair-search.ts'
import { createWeightedPairSearch } from './pair/weighted-pair-search.ts'
import { createScreen, type ParentColumns } from './screen/screen.ts'
import type { ScreenSettings } from './screen/screen-work.ts'
import type { ScreenedPair } from './screen/screened-pair.ts'

/** What a pair of parent and predictor comes to; null where it makes no sense. */
export type SearchedPair = PairAnswer | null

/** Screens and searches pairs of some predictors; answers come in the order of the questions. */
export interface ColumnSearch {
  screen(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): readonly (readonly ScreenedPair[])[]
  search(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): readonly (readonly SearchedPair[])[]
}

/** Makes the search of these design columns. */
export function createColumnSearch(
  problem: ForwardProblem,
  settings: ScreenSettings,
  columns: readonly number[],
): ColumnSearch {
  const { rules } = settings
  const makeSearch = fitsEveryKnot(problem, settings) ? createWeightedPairSearch : createPairSearch
  const searchPair = makeSearch(problem, rules)
  const searchGuardedPair = createGuardedPairSearch(problem, rules, searchPair)
  const questions = createPairQuestions(problem, settings)
  const screen = canScreen(problem, settings)
    ? createScreen(problem, settings, columns, questions)
    : null

  return {
    screen: (state, wanted) => screen?.gains(state, wanted) ?? [],
    search(state, wanted) {
      const ask = questions.atStep(state)
      let toBeat = 0
      return wanted.map(({ parent: place, columns: tried }) =>
        tried.map((column) => {
          const parent = guardedParent(problem, state.live[place], column)
          if (parent === null) return null
          const find = parent === state.live[place] ? searchPair : searchGuardedPair
          const question = { ...ask(parent, column), toBeat }
          const pair = { parent, column }
          let within = screen?.window(state, pair, null) ?? null
          let answer = find(state, { ...question, within })
          // Knots outside the window may gain more after all, as the rules' knots are not the boundaries.
          if (within !== null && answer.gain < question.handicap * within.least) {
            within = screen?.window(state, pair, answer.gain / question.handicap) ?? null
            answer = find(state, { ...question, within })
          }
          if (rules.isBetter(answer.worth, toBeat)) toBeat = answer.worth
          return answer
        }),
      )
    },
  }
}

/** Whether every knot takes a fit of its own: rows have weights and the rules keep no account of them. */
export function fitsEveryKnot(
  { sqrtWeights }: Pick<ForwardProblem, 'sqrtWeights'>,
  { rules }: Pick<ScreenSettings, 'rules'>,
): boolean {
  return sqrtWeights !== null && rules.orthogonalTo === 'ones'
}

/**
 * Whether kept products tell what pairs gain. They do not where a predictor that lacks values changes the
 * parent, where every knot takes a fit, and where a handicap counts among one parent's predictors only.
 */
export function canScreen(
  problem: Pick<ForwardProblem, 'guards' | 'sqrtWeights'>,
  settings: Pick<ScreenSettings, 'rules' | 'newvarPenalty'>,
): boolean {
  const { rules, newvarPenalty } = settings
  if (problem.guards.some((guard) => guard !== -1) || fitsEveryKnot(problem, settings)) return false
  return newvarPenalty === 0 || rules.handicapsBetweenParents
}
