// The search of a step. Every allowed pair of parent and predictor is screened by kept products (screen/),
// which say what it gains at most; then pairs are searched row by row, the most promising first, until
// no other can be worth as much:
//
//   search all pairs with upper ≥ W      W = the best worth searched so far, at first the best screened
//
// again until there is none left. The outcome is that of searching all pairs, which is what is done where
// there is no screen.
import type { ForwardSettings } from '../options/forward-settings.ts'
import { createAllowedColumns } from './allowed-columns.ts'
import { bestCandidate } from './best-candidate.ts'
import type { CandidateSearch, PairWorker } from './candidate.ts'
import { canScreen, type SearchedPair } from './column-search.ts'
import type { ForwardProblem, ForwardState } from './forward-state.ts'
import { createPairQuestions } from './pair/pair-questions.ts'
import type { ParentColumns } from './screen/screen.ts'
import type { ScreenedPair } from './screen/screened-pair.ts'

/** Worths that differ by no more than this share are searched; the rules' own margin is smaller. */
const margin = 4e-9

/** A pair of a parent, by its place among the live terms, and a predictor. */
interface Pair {
  readonly parent: number
  readonly column: number
  /** By the screen, where it was searched by the search: what it counts for in the parent's own best. */
  rating: number
  /** What it is worth at least and at most. */
  readonly lower: number
  readonly upper: number
  /** Undefined before it is searched. */
  answer: SearchedPair | undefined
}

/** Makes the search for a problem. */
export function createCandidateSearch(
  problem: ForwardProblem,
  settings: ForwardSettings,
): CandidateSearch {
  const { rules } = settings
  const questions = createPairQuestions(problem, settings)
  const allowedColumns = createAllowedColumns(problem.design.length, settings)
  const screens = canScreen(problem, settings)
  const ratingsMatter = rules.parents === 'queue' && settings.fastK > 0

  return function* (state, parents) {
    const wanted = parents.filter(questions.mayBeParent).map((parent) => ({
      parent: state.live.indexOf(parent),
      columns: placesOfTrue(allowedColumns(parent)),
    }))
    const pairs = screens ? yield* screened(state, wanted) : unscreened(wanted)
    yield* searchPromising(state, pairs)
    if (screens && ratingsMatter) yield* separateRatings(state, pairs)
    const found = pairs.flatMap(({ parent, column, answer }) =>
      answer === undefined ? [] : [{ parent, column, answer }],
    )
    const gains = bestRatings(pairs)
    return {
      best: bestCandidate(found, problem, state, settings),
      gains: parents.map((parent) => gains.get(state.live.indexOf(parent)) ?? -1),
    }
  }

  /** The pairs with what the screen says of them; those that gain nothing are left out. */
  function* screened(
    state: ForwardState,
    wanted: readonly ParentColumns[],
  ): PairWorker<readonly Pair[]> {
    const results = yield { kind: 'screen', state, wanted }
    const ask = questions.atStep(state)
    return wanted.flatMap(({ parent, columns }, p) =>
      columns.flatMap((column, c) => {
        const answer = (results as readonly (readonly ScreenedPair[])[])[p][c]
        if (!(Math.max(answer.alone, answer.bound) > 0)) return []
        const { worth, handicap } = ask(state.live[parent], column)
        const worthOf = (hinges: number): number => {
          const alone = worth(handicap * answer.alone, 1)
          if (!(hinges > answer.alone)) return alone
          return Math.max(alone, worth(handicap * hinges, answer.newForm ? 2 : 1))
        }
        const rating = handicap * Math.max(answer.alone, answer.hinges)
        const [lower, upper] = [worthOf(answer.hinges), worthOf(answer.bound)]
        return [{ parent, column, rating, lower, upper, answer: undefined }]
      }),
    )
  }

  /** Searches pairs until none that is left can be worth as much as the best. */
  function* searchPromising(state: ForwardState, pairs: readonly Pair[]): PairWorker<void> {
    let best = greatest(pairs.map(({ lower }) => lower))
    for (;;) {
      const least = best - margin * Math.abs(best)
      const next = pairs.filter(({ answer, upper }) => answer === undefined && !(upper < least))
      if (next.length === 0) return
      yield* search(state, next)
      best = greatest(pairs.map(({ answer }) => answer?.worth ?? Number.NEGATIVE_INFINITY))
    }
  }

  /** Searches the best pairs of parents whose ratings only rounding keeps apart. */
  function* separateRatings(state: ForwardState, pairs: readonly Pair[]): PairWorker<void> {
    const ratings = [...bestRatings(pairs)].sort(([, a], [, b]) => b - a)
    const close = new Set<number>()
    for (const [at, [parent, rating]] of ratings.entries()) {
      const [next, below] = ratings[at + 1] ?? [parent, Number.NEGATIVE_INFINITY]
      if (rating - below <= margin * rating) close.add(parent).add(next)
    }
    const best = new Map(ratings)
    const next = pairs.filter(
      ({ parent, rating, answer }) =>
        answer === undefined &&
        close.has(parent) &&
        rating >= (1 - 10 * margin) * (best.get(parent) ?? 0),
    )
    yield* search(state, next)
  }

  /** Searches pairs, which stand in order, and notes the answers. */
  function* search(state: ForwardState, pairs: readonly Pair[]): PairWorker<void> {
    if (pairs.length === 0) return
    const results = yield { kind: 'search', state, wanted: byParent(pairs) }
    for (const [at, answer] of (results as readonly (readonly SearchedPair[])[]).flat().entries()) {
      pairs[at].answer = answer
      pairs[at].rating = answer?.rating ?? -1
    }
  }
}

/** All pairs, of which nothing is known. */
function unscreened(wanted: readonly ParentColumns[]): readonly Pair[] {
  const [lower, upper] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  return wanted.flatMap(({ parent, columns }) =>
    columns.map((column) => ({ parent, column, rating: -1, lower, upper, answer: undefined })),
  )
}

/** The pairs, parent by parent. */
function byParent(pairs: readonly Pair[]): readonly ParentColumns[] {
  const columns = new Map<number, number[]>()
  for (const { parent, column } of pairs) {
    columns.set(parent, [...(columns.get(parent) ?? []), column])
  }
  return [...columns].map(([parent, tried]) => ({ parent, columns: tried }))
}

/** Each parent's best rating above 0. */
function bestRatings(pairs: readonly Pair[]): ReadonlyMap<number, number> {
  const best = new Map<number, number>()
  for (const { parent, rating } of pairs) {
    if (rating > 0 && rating > (best.get(parent) ?? -1)) best.set(parent, rating)
  }
  return best
}

/** The indices of the true elements. */
function placesOfTrue(flags: readonly boolean[]): readonly number[] {
  return flags.flatMap((flag, at) => (flag ? [at] : []))
}

/** The greatest of some numbers; −Infinity of none. */
function greatest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY)
}
