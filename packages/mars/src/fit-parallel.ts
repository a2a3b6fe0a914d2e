import type { MarsMatrix } from './design/matrix.ts'
import type { MarsTable } from './design/table.ts'
import { trainingData } from './design/training-data.ts'
import type { MarsResponseValues } from './design/training-input.ts'
import { type FitPlan, finishFit, planFit } from './fit-data.ts'
import { canScreen } from './forward/column-search.ts'
import { forwardPass, startForwardPass } from './forward/forward-pass.ts'
import type { ForwardResult } from './forward/forward-result.ts'
import { searchByWorkers } from './forward/search-by-workers.ts'
import type { SearchTasks } from './forward/search-tasks.ts'
import type { MarsFit } from './mars-fit.ts'
import type { MarsOptions } from './options/mars-options.ts'
import { numberOf } from './options/option-values.ts'
import { resolveOptions } from './options/resolve-options.ts'
import { throwIfAborted } from './options/throw-if-aborted.ts'
import { sharedColumn } from './parallel/shared-column.ts'
import { startPool, usualThreads } from './parallel/worker-pool.ts'

/**
 * What can be asked of {@link fitMarsParallel}.
 *
 * @public
 */
export interface MarsParallelOptions extends MarsOptions {
  /**
   * How many worker threads search; at most one a design column is started. 1 is a fit on the thread that
   * asks.
   * @defaultValue as many as the process may use: the processors, or the container's quota of them
   * rounded up
   */
  readonly threads?: number | undefined
}

/**
 * Fits as {@link fitMars}, to the last bit, on several threads: each searches some of the predictors, on
 * columns in shared memory. Runs on Node's worker threads and on Web Workers; the thread that asks stays
 * free while the others search, so that progress can be shown and the signal heard at any time.
 *
 * Worth it from some 10,000 rows on, as workers take some 50 ms to start. A small table is fitted on the
 * thread that asks; so is one with `missing: 'terms'` or, under `compat` `'earth'`, with case weights or
 * `newvarPenalty`, for which the search keeps no products.
 *
 * @throws MarsError as {@link fitMars} does; `no-threads` and `worker-failed` where workers cannot be
 * started or share memory, or die.
 *
 * @example
 * ```ts
 * import { fitMarsParallel } from '@byo/mars'
 *
 * const x = Float64Array.from({ length: 5000 }, (_, i) => i / 100)
 * const fit = await fitMarsParallel({ x, y: x.map(Math.sin) }, 'y', {
 *   threads: 2,
 *   onProgress: ({ terms, grsq }) => console.log(`${terms} terms, GRSq ${grsq.toFixed(3)}`),
 *   signal: AbortSignal.timeout(60_000),
 * })
 * console.log(fit.summary())
 * ```
 *
 * @public
 */
export async function fitMarsParallel(
  table: MarsTable | MarsMatrix,
  response: string | readonly string[],
  options?: MarsParallelOptions,
): Promise<MarsFit>
/**
 * Fits responses given by their values on several threads.
 *
 * @public
 */
export async function fitMarsParallel(
  x: MarsTable | MarsMatrix,
  y: MarsResponseValues,
  options?: MarsParallelOptions,
): Promise<MarsFit>
export async function fitMarsParallel(
  x: MarsTable | MarsMatrix,
  y: string | readonly string[] | MarsResponseValues,
  options: MarsParallelOptions = {},
): Promise<MarsFit> {
  const { threads: asked, ...others } = { ...options }
  const resolved = resolveOptions(
    typeof options === 'object' && options !== null ? others : options,
  )
  const threads = numberOf('threads', asked, usualThreads(), { least: 1, whole: true })
  throwIfAborted(resolved.signal)
  const plan = planFit(trainingData(x, y, resolved), resolved)
  const most = plan.working.design.length
  return finishFit(plan, await forwardPassBy(Math.min(threads, most), plan))
}

/** The forward pass by so many workers, or by this thread where one is enough. */
async function forwardPassBy(
  threads: number,
  { working, settings }: FitPlan,
): Promise<ForwardResult> {
  if (threads === 1) return forwardPass(working, settings)
  const design = working.design.map(shared)
  const { problem, steps } = startForwardPass({ ...working, design }, settings, sharedColumn)
  if (!canScreen(problem, settings)) return forwardPass(working, settings)
  const { signal } = settings
  const pool = await startPool<SearchTasks>({ threads, work: 'fit', signal })
  try {
    return await searchByWorkers(pool, problem, settings, steps)
  } finally {
    await pool.close()
  }
}

/** The column on shared memory. */
function shared(column: Float64Array): Float64Array {
  const copy = sharedColumn(column.length)
  copy.set(column)
  return copy
}
