// The work on pairs as tasks of a worker, which searches some of the predictors. Columns lie on shared
// memory; all else that a step changes is sent along with what is asked.
import { chooseRules } from '../rules/choose-rules.ts'
import type { PairWork } from './candidate.ts'
import { type ColumnSearch, createColumnSearch } from './column-search.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from './forward-state.ts'
import { rowOrders } from './row-orders.ts'
import type { ParentColumns } from './screen/screen.ts'
import type { ScreenSettings } from './screen/screen-work.ts'

/** What a worker searches and by what settings: the problem and the rules as plain data. */
interface SearchSetup {
  readonly problem: Omit<ForwardProblem, 'orderOf' | 'newColumn'>
  readonly settings: Omit<ScreenSettings, 'rules'> & { readonly compat: string | null }
  /** The design columns that are the worker's. */
  readonly columns: readonly number[]
}

/** What is asked of a worker, and what has changed since it was asked last. */
interface SearchQuestion {
  readonly wanted: readonly ParentColumns[]
  /** The live terms that are new. */
  readonly added: readonly LiveTerm[]
  /** Slots in all. */
  readonly slots: number
  readonly progress: Pick<ForwardState, 'rss' | 'previousGain' | 'looksAgain'>
}

/** What a worker does for a fit. */
export interface SearchTasks {
  startSearch(setup: SearchSetup): void
  screen(question: SearchQuestion): ReturnType<ColumnSearch['screen']>
  search(question: SearchQuestion): ReturnType<ColumnSearch['search']>
}

/** The tasks of one worker. */
export function createSearchTasks(): SearchTasks {
  let current: { readonly search: ColumnSearch; readonly state: ForwardState } | undefined
  const perform = <Kind extends PairWork['kind']>(
    kind: Kind,
    { wanted, added, slots, progress }: SearchQuestion,
  ): ReturnType<ColumnSearch[Kind]> => {
    if (current === undefined) throw new Error('nothing to search was sent before the question')
    const { search, state } = current
    state.live.push(...added)
    while (state.slots.length < slots) state.slots.push(null)
    Object.assign(state, progress)
    return search[kind](state, wanted) as ReturnType<ColumnSearch[Kind]>
  }
  return {
    startSearch({ problem, settings: { compat, ...settings }, columns }) {
      const rules = chooseRules(compat)
      if (rules === undefined) throw new Error(`there are no rules of ${compat}`)
      const whole = {
        ...problem,
        orderOf: rowOrders(problem.design),
        newColumn: (rows: number) => new Float64Array(rows),
      }
      const state = {
        slots: [],
        live: [],
        projections: [],
        shadows: [],
        looksAgain: false,
        rss: problem.rssNull,
        previousGain: 0,
      }
      current = { search: createColumnSearch(whole, { ...settings, rules }, columns), state }
    },
    screen: (question) => perform('screen', question),
    search: (question) => perform('search', question),
  }
}
