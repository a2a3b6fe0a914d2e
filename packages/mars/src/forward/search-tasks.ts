// The work on pairs as tasks of a worker, which searches some of the predictors. Columns lie on shared
// memory; all else that a step changes is sent along with what is asked.
import { joinKernel, type MemoryLike } from '../kernel/kernel.ts'
import { kernelMemory } from '../kernel/kernel-memory.ts'
import { ownMemory } from '../kernel/memory.ts'
import { receivedColumn, type SentColumn } from '../kernel/sent-column.ts'
import { chooseRules } from '../rules/choose-rules.ts'
import type { PairWork } from './candidate.ts'
import { type ColumnSearch, createColumnSearch } from './column-search.ts'
import type { ForwardProblem, ForwardState, LiveTerm } from './forward-state.ts'
import { rowOrders } from './row-orders.ts'
import type { ParentColumns } from './screen/screen.ts'
import type { ScreenSettings } from './screen/screen-work.ts'

/** What a worker searches and by what settings: the problem and the rules as plain data. */
interface SearchSetup {
  readonly problem: Omit<ForwardProblem, 'orderOf' | 'memory' | 'design' | 'targets'> & {
    readonly design: readonly SentColumn[]
    readonly targets: readonly SentColumn[]
  }
  readonly settings: Omit<ScreenSettings, 'rules'> & { readonly compat: string | null }
  /** The design columns that are the worker's. */
  readonly columns: readonly number[]
  /** The memory of the kernel that all threads share; null where there is none. */
  readonly memory: MemoryLike | null
}

/** A term as it travels. */
type SentTerm = Omit<LiveTerm, 'raw' | 'ortho'> & {
  readonly raw: SentColumn
  readonly ortho: SentColumn
}

/** What is asked of a worker, and what has changed since it was asked last. */
interface SearchQuestion {
  readonly wanted: readonly ParentColumns[]
  /** The live terms that are new. */
  readonly added: readonly SentTerm[]
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
  let current:
    | {
        readonly search: ColumnSearch
        readonly state: ForwardState
        receive(sent: SentColumn): Float64Array
      }
    | undefined
  const perform = <Kind extends PairWork['kind']>(
    kind: Kind,
    { wanted, added, slots, progress }: SearchQuestion,
  ): ReturnType<ColumnSearch[Kind]> => {
    if (current === undefined) throw new Error('nothing to search was sent before the question')
    const { search, state, receive } = current
    for (const { raw, ortho, ...term } of added) {
      state.live.push({ ...term, raw: receive(raw), ortho: receive(ortho) })
    }
    while (state.slots.length < slots) state.slots.push(null)
    Object.assign(state, progress)
    return search[kind](state, wanted) as ReturnType<ColumnSearch[Kind]>
  }
  return {
    startSearch({ problem, settings: { compat, ...settings }, columns, memory }) {
      const rules = chooseRules(compat)
      if (rules === undefined) throw new Error(`there are no rules of ${compat}`)
      const kernel = memory === null ? null : joinKernel(memory)
      const receive = (sent: SentColumn): Float64Array => receivedColumn(sent, problem.rows, kernel)
      const design = problem.design.map(receive)
      const whole = {
        ...problem,
        design,
        targets: problem.targets.map(receive),
        orderOf: rowOrders(design),
        memory: kernel === null ? ownMemory : kernelMemory(kernel, ownMemory),
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
      const search = createColumnSearch(whole, { ...settings, rules }, columns)
      current = { search, state, receive }
    },
    screen: (question) => perform('screen', question),
    search: (question) => perform('search', question),
  }
}
