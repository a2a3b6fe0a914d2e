// What is asked of a parent and a predictor at a step, by the rules and the settings.
import { type GcvCost, gcv } from '../../criteria/gcv.ts'
import { positives } from '../../linear-algebra/sums.ts'
import type { ForwardSettings } from '../../options/forward-settings.ts'
import type { SpanQuestion, Spans } from '../../rules/rules.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from '../forward-state.ts'
import type { PairQuestion } from './pair-answer.ts'

/** As much of the settings as a question depends on. */
export type QuestionSettings = Pick<
  ForwardSettings,
  'rules' | 'penalty' | 'minspan' | 'endspan' | 'adjustEndspan' | 'newvarPenalty' | 'linearOnly'
>

/** Asks questions about one problem. */
export interface PairQuestions {
  /** Whether a term may be a parent at all. */
  mayBeParent(parent: LiveTerm): boolean
  spansUnder(parent: LiveTerm): Spans
  /** Makes the questions of a step; `within` and `toBeat` are for the one who asks to fill in. */
  atStep(state: ForwardState): (parent: LiveTerm, column: number) => PairQuestion
}

/** Makes the questions for a problem. */
export function createPairQuestions(
  problem: ForwardProblem,
  settings: QuestionSettings,
): PairQuestions {
  const { rules } = settings
  const cost: GcvCost = {
    rows: problem.observations,
    penalty: settings.penalty,
    whenUsedUp: rules.gcvWhenUsedUp,
  }
  // Rows of weight 0 are as if they were not there.
  const countedRows = problem.sqrtWeights ? positives(problem.sqrtWeights) : problem.rows
  const known = new WeakMap<Float64Array, { question: SpanQuestion; spans: Spans }>()

  /** The spans under a parent and what they depend on, worked out once. */
  function spanned(parent: LiveTerm): { question: SpanQuestion; spans: Spans } {
    const found = known.get(parent.raw)
    if (found !== undefined) return found
    const question = {
      rows: countedRows,
      columns: problem.design.length,
      eligible: positives(parent.raw),
      degree: parent.degree + 1,
      minspan: settings.minspan,
      endspan: settings.endspan,
      adjustEndspan: settings.adjustEndspan,
    }
    const made = { question, spans: rules.spans(question) }
    known.set(parent.raw, made)
    return made
  }

  return {
    mayBeParent: (parent) => rules.mayBeParent(spanned(parent).question),
    spansUnder: (parent) => spanned(parent).spans,
    atStep(state) {
      const used = usedColumns(state, problem.design.length)
      const worth = (gain: number, adds: 1 | 2): number =>
        rules.worth({ gain, gcv: gcv(state.rss - gain, state.live.length + adds, cost) })
      return (parent, column) => ({
        parent,
        column,
        spans: spanned(parent).spans,
        eligible: spanned(parent).question.eligible,
        knots: !settings.linearOnly[column],
        handicap: used[column] ? 1 : 1 / (1 + settings.newvarPenalty),
        worth,
        within: null,
        toBeat: 0,
      })
    },
  }
}

/** Which design columns are in some term. */
export function usedColumns(state: ForwardState, columns: number): readonly boolean[] {
  return Array.from({ length: columns }, (_, column) =>
    state.live.some(({ term }) => term.dirs[column] !== 0),
  )
}
