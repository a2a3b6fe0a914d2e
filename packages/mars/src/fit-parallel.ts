import type { MarsMatrix } from './design/matrix.ts'
import type { MarsTable } from './design/table.ts'
import { trainingData } from './design/training-data.ts'
import type { MarsResponseValues } from './design/training-input.ts'
import { type FitPlan, finishFit, fitData, planFit } from './fit-data.ts'
import { canScreen } from './forward/column-search.ts'
import { forwardPass, startForwardPass } from './forward/forward-pass.ts'
import type { ForwardResult } from './forward/forward-result.ts'
import { createSharedKernel } from './forward/pass-memory.ts'
import { searchByWorkers } from './forward/search-by-workers.ts'
import type { SearchTasks } from './forward/search-tasks.ts'
import { kernelMemory } from './kernel/kernel-memory.ts'
import { copyOn } from './kernel/memory.ts'
import type { MarsFit } from './mars-fit.ts'
import type { MarsOptions } from './options/mars-options.ts'
import { numberOf } from './options/option-values.ts'
import { resolveOptions } from './options/resolve-options.ts'
import { sharedMemory } from './parallel/shared-memory.ts'
import { openPool, usualThreads, type WorkerPool } from './parallel/worker-pool.ts'

/**
 * What can be asked of {@link fitMarsParallel}.
 *
 * @public
 */
export interface MarsParallelOptions extends MarsOptions {
  /**
   * How many worker threads search; 1 is a fit on the thread that asks.
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
 * Worth it from some 10,000 rows on, as workers take some 50 ms to start and longer to warm up. They wait
 * two seconds for another fit, without keeping the process alive. Tables with `missing: 'terms'` are
 * searched by the thread that asks; so are, under `compat` `'earth'`, those with case weights and with
 * `newvarPenalty`: for them the search keeps no products.
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
  if (threads === 1) return fitData(trainingData(x, y, resolved), resolved)
  // The workers start while this thread reads the data.
  const pool = openPool<SearchTasks>({ threads, work: 'fit', signal: resolved.signal })
  try {
    const plan = planFit(trainingData(x, y, resolved), resolved)
    const forward = await forwardPassBy(pool, plan)
    if (bytesOf(plan) <= mostBytesToKeep) await pool.release()
    return finishFit(plan, forward)
  } finally {
    await pool.close()
  }
}

/** Workers that have seen larger designs are not kept, for they hold on to memory as long as they wait. */
const mostBytesToKeep = 2 ** 26

/** The bytes of the design of a fit. */
function bytesOf({ working }: FitPlan): number {
  return working.design.reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** The forward pass by the workers, or by this thread where they are of no use. */
async function forwardPassBy(
  pool: WorkerPool<SearchTasks>,
  { working, settings }: FitPlan,
): Promise<ForwardResult> {
  if (!canScreen({ ...working, guards: settings.guards }, settings)) {
    return forwardPass(working, settings)
  }
  const kernel = createSharedKernel(working, settings, pool.threads)
  const memory = kernel === null ? sharedMemory : kernelMemory(kernel, sharedMemory)
  const design = working.design.map((column) => copyOn(memory, column))
  const { problem, steps } = startForwardPass({ ...working, design }, settings, memory)
  return await searchByWorkers({ pool, kernel }, problem, settings, steps)
}
