// A forward pass whose pairs are screened and searched by the workers of a pool, each of which has some of
// the predictors. A pair's figures do not depend on who works them out, so that neither does the model.
import type { WorkerPool } from '../parallel/worker-pool.ts'
import type { PairResults, PairWork, PairWorker } from './candidate.ts'
import type { ForwardProblem } from './forward-state.ts'
import type { ParentColumns } from './screen/screen.ts'
import type { ScreenSettings } from './screen/screen-work.ts'
import type { SearchTasks } from './search-tasks.ts'

/** Runs a forward pass to its end. */
export async function searchByWorkers<Result>(
  pool: WorkerPool<SearchTasks>,
  { orderOf: _, newColumn: __, ...problem }: ForwardProblem,
  { rules, ...settings }: ScreenSettings,
  steps: PairWorker<Result>,
): Promise<Result> {
  const workers = Math.min(pool.threads, problem.design.length)
  const owners = problem.design.map((_column, column) => column % workers)
  const known = Array.from({ length: workers }, () => 0)
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
      return pool.call(worker, 'startSearch', { problem, settings: setup, columns })
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
        const added = live.slice(known[worker])
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
