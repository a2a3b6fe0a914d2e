// What is asked of one parent and predictor, and the choice between the predictor itself, which is one
// term, and hinges.
import type { Rules, Spans } from '../../rules/rules.ts'
import type { ForwardState, LiveTerm } from '../forward-state.ts'
import type { KnotWindow } from './knot-grid.ts'

/** What is asked of one parent and predictor. */
export interface PairQuestion {
  readonly parent: LiveTerm
  readonly column: number
  readonly spans: Spans
  /** Rows where the parent is above 0. */
  readonly eligible: number
  /** Whether knots are tried, or only the predictor itself. */
  readonly knots: boolean
  /** Where the best knot lies, and whether the predictor adds something; null where that is not known. */
  readonly within: (KnotWindow & { readonly newForm: boolean }) | null
  /** What gains are multiplied by. */
  readonly handicap: number
  /** What the rules compare candidates by, of a gain and how many terms it takes. */
  readonly worth: (gain: number, adds: 1 | 2) => number
  /** The best gain of the step so far. */
  readonly toBeat: number
}

/** The best of one parent and predictor; gain 0 where nothing is gained. */
export interface PairAnswer {
  readonly gain: number
  readonly knot: number | null
  readonly newForm: boolean
  /** By which it is compared with others. */
  readonly worth: number
  /** What it counts for in the parent's own best. */
  readonly rating: number
}

/** Finds the best of one parent and predictor. */
export type PairSearch = (state: ForwardState, question: PairQuestion) => PairAnswer

/** The predictor itself, with its handicapped gain. */
export function itself(gain: number, newForm: boolean, question: PairQuestion): PairAnswer {
  return { gain, knot: null, newForm, worth: question.worth(gain, 1), rating: gain }
}

/** The predictor itself or the hinges at the best knot, whichever is worth more. */
export function itselfOrHinges(
  alone: PairAnswer,
  best: { readonly gain: number; readonly knot: number | null },
  rules: Rules,
  question: PairQuestion,
): PairAnswer {
  if (best.knot === null) return alone
  const worth = question.worth(best.gain, alone.newForm ? 2 : 1)
  if (alone.gain > 0 && !rules.isBetter(worth, alone.worth)) return alone
  return { ...best, newForm: alone.newForm, worth, rating: best.gain }
}
