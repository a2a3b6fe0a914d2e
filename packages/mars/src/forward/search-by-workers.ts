// A forward pass whose pairs are screened and searched by the workers of a pool, each of which has some of
// the predictors. A pair's figures do not depend on who works them out, so that neither does the model.
import type { Kernel } from '../kernel/kernel.ts'
import { type SentColumn, sentColumn } from '../kernel/sent-column.ts'
import type { WorkerPool } from '../parallel/worker-pool.ts'
import type { PairResults, PairWork, PairWorker } from './candidate.ts'
import type { ForwardProblem } from './forward-state.ts'
import type { ParentColumns } from './screen/screen.ts'
import type { ScreenSettings } from './screen/screen-work.ts'
import type { SearchTasks } from './search-tasks.ts'

/** Runs a forward pass to its end, on memory that the workers share. */
export async function searchByWorkers<Result>(
  { pool, kernel }: { readonly pool: WorkerPool<SearchTasks>; readonly kernel: Kernel | null },
  { orderOf: _, memory: __, ...problem }: ForwardProblem,
  { rules, ...settings }: ScreenSettings,
  steps: PairWorker<Result>,
): Promise<Result> {
  const workers = Math.min(pool.threads, problem.design.length)
  const owners = problem.design.map((_column, column) => column % workers)
  const known = Array.from({ length: workers }, () => 0)
  const send = (column: Float64Array): SentColumn => sentColumn(column, kernel)
  const memory = kernel === null ? null : kernel.memory
  const sent = {
    ...problem,
    design: problem.design.map(send),
    targets: problem.targets.map(send),
  }
  const setup = {
    penalty: settings.penalty,
    minspan: settings.minspan,
    endspan: settings.endspan,
    adjustEndspan: settings.adjustEndspan,
    newvarPenalty: settings.newvarPenalty,
    linearOnly: settings.linearOnly,
    maxKnots: settings.maxKnots,
    searchMemory: settings.searchMemory / workers,
    webAssembly: settings.webAssembly,
    compat: rules.compat,
  }
  await Promise.all(
    known.map((_none, worker) => {
      const columns = [...owners.keys()].filter((column) => owners[column] === worker)
      return pool.call(worker, 'startSearch', { problem: sent, settings: setup, columns, memory })
    }),
  )
  let next = steps.next()
  while (!next.done) next = steps.next(await performed(next.value))
  return next.value

  /** Hands out work and puts the answers in the order of the questions. */
  async function performed({ kind, state, wanted }: PairWork): Promise<PairResults> {
    const { live, slots, rss, previousGain, looksAgain } = state
    const answers = await Promise.all(
      known.map(async (_none, worker) => {
        const part = partOf(wanted, (column) => owners[column] === worker)
        if (part.every(({ columns }) => columns.length === 0)) return []
        const added = live
          .slice(known[worker])
          .map((term) => ({ ...term, raw: send(term.raw), ortho: send(term.ortho) }))
        known[worker] = live.length
        const progress = { rss, previousGain, looksAgain }
        const question = { wanted: part, added, slots: slots.length, progress }
        return await pool.call(worker, kind, question)
      }),
    )
    return merged(wanted, answers, owners)
  }
}

/** The questions about one worker's predictors. */
function partOf(
  wanted: readonly ParentColumns[],
  isOwn: (column: number) => boolean,
): readonly ParentColumns[] {
  return wanted.map(({ parent, columns }) => ({ parent, columns: columns.filter(isOwn) }))
}

/** The workers' answers in the order of the questions. */
function merged(
  wanted: readonly ParentColumns[],
  answers: readonly PairResults[],
  owners: readonly number[],
): PairResults {
  return wanted.map(({ columns }, p) => {
    const taken = answers.map(() => 0)
    return columns.map((column) => {
      const owner = owners[column]
      const answer = answers[owner][p][taken[owner]]
      taken[owner] += 1
      return answer
    })
  }) as PairResults
}
