import { classesOf } from './design/classes.ts'
import type { MarsMatrix } from './design/matrix.ts'
import type { Design } from './design/read-design.ts'
import { readDesign } from './design/read-design.ts'
import type { MarsTable } from './design/table.ts'
import type { MarsModel } from './mars-model.ts'
import type { AbortSignalLike } from './options/mars-options.ts'
import { numberOf, oneOf, signalOf } from './options/option-values.ts'
import {
  newDataNames,
  type PredictionType,
  type PredictOptions,
  predictionTypes,
  resolveNewData,
} from './options/predict-options.ts'
import { refuseUnknown } from './options/refuse-unknown.ts'
import { throwIfAborted } from './options/throw-if-aborted.ts'
import { startPool, usualThreads } from './parallel/worker-pool.ts'
import { batchRows, predictBatches } from './predict/predict-batches.ts'
import { type PredictionPlan, planPrediction, predictPlan } from './predict/predict-plan.ts'
import type { PredictTasks } from './predict/predict-tasks.ts'

/**
 * What may be said of predictions on several threads.
 *
 * @public
 */
export interface PredictParallelOptions extends PredictOptions {
  /**
   * How many threads predict; 1 is the thread that asks. At most one a batch of 32,768 rows is started.
   * @defaultValue as many as the process may use: the processors, or the container's quota of them
   * rounded up
   */
  readonly threads?: number | undefined
  /** Ends the prediction at once. */
  readonly signal?: AbortSignalLike | undefined
}

/**
 * Predicts as {@link MarsModel.predict}, to the last bit, by several threads: for tables of hundreds of
 * thousands of rows and large models, and wherever the thread that asks has to stay free. The table is
 * read by the thread that asks, then workers predict it in batches. Workers take some 50 ms to start,
 * so that a small model is as fast without them.
 *
 * Columns on a `SharedArrayBuffer` are not copied; then they must not be changed before the promise is
 * settled. Runs on Node's worker threads and on Web Workers. Where there are none, one thread does it.
 *
 * @throws MarsError as {@link MarsModel.predict} does; `aborted` by the signal; `no-threads` and
 * `worker-failed` where workers cannot be started, or die.
 *
 * @example
 * ```ts
 * import { fitMars, predictParallel } from '@byo/mars'
 *
 * const x = Float64Array.from({ length: 200_000 }, (_, i) => i % 100)
 * const model = fitMars({ x: x.slice(0, 100), y: x.slice(0, 100).map(Math.sqrt) }, 'y')
 * const predictions = await predictParallel(model, { x }, { threads: 2 })
 * console.log(predictions.length)
 * ```
 *
 * @public
 */
export async function predictParallel(
  model: MarsModel,
  table: MarsTable | MarsMatrix,
  options?: PredictParallelOptions & {
    readonly type?: Exclude<PredictionType, 'class'> | undefined
  },
): Promise<Float64Array>
/**
 * Predicts classes by several threads.
 *
 * @public
 */
export async function predictParallel(
  model: MarsModel,
  table: MarsTable | MarsMatrix,
  options: PredictParallelOptions & { readonly type: 'class' },
): Promise<readonly (string | null)[]>
/**
 * Predicts numbers or classes, where only the options at run time tell which.
 *
 * @public
 */
export async function predictParallel(
  model: MarsModel,
  table: MarsTable | MarsMatrix,
  options?: PredictParallelOptions,
): Promise<Float64Array | readonly (string | null)[]>
export async function predictParallel(
  { value }: MarsModel,
  table: MarsTable | MarsMatrix,
  options: PredictParallelOptions = {},
): Promise<Float64Array | readonly (string | null)[]> {
  refuseUnknown(options, 'predictParallel', [...newDataNames, 'type', 'threads', 'signal'])
  const type = oneOf('type', options.type, predictionTypes)
  const signal = signalOf(options.signal)
  const threads = numberOf('threads', options.threads, usualThreads(), { least: 1, whole: true })
  throwIfAborted(signal, 'prediction')
  const design = readDesign(table, { ...value, ...resolveNewData(options, value) })
  const plan = planPrediction(value, type === 'class' ? 'response' : type)
  const predictions = await predictBy(plan, design, {
    threads: Math.min(threads, Math.ceil(design.rows / batchRows)),
    signal,
  })
  return type === 'class' ? classesOf(value.responseSources, predictions) : predictions
}

/** Predictions by workers, or by this thread where one is enough. */
async function predictBy(
  plan: PredictionPlan,
  design: Design,
  { threads, signal }: { readonly threads: number; readonly signal: AbortSignalLike },
): Promise<Float64Array> {
  if (threads <= 1) return predictPlan(plan, design)
  const pool = await startPool<PredictTasks>({ threads, work: 'prediction', signal })
  try {
    return await predictBatches(pool, plan, design)
  } finally {
    await pool.close()
  }
}
