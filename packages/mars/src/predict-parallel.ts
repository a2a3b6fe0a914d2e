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
import { openPool, usualThreads } from './parallel/worker-pool.ts'
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
   * How many threads predict, the one that asks among them; at most one for each 32,768 rows.
   * @defaultValue as many as the work is worth, and the process may use: the processors, or the
   * container's quota of them rounded up
   */
  readonly threads?: number | undefined
  /** Ends the prediction at once. */
  readonly signal?: AbortSignalLike | undefined
}

/**
 * Predicts as {@link MarsModel.predict}, to the last bit, by several threads: for tables of hundreds of
 * thousands of rows. The thread that asks reads the table, then all predict it in batches; between its
 * own it lets others have their turn. Workers take some 100 ms to start and to warm up, and are
 * ended afterwards: they pay where {@link MarsModel.predict} takes a few times as long.
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
  const asked = numberOf('threads', options.threads, 0, { least: 1, whole: true })
  throwIfAborted(signal, 'prediction')
  const design = readDesign(table, { ...value, ...resolveNewData(options, value) })
  const plan = planPrediction(value, type === 'class' ? 'response' : type)
  const threads = asked || Math.min(usualThreads(), worthwhileThreads(plan, design))
  const busy = Math.min(threads, Math.ceil(design.rows / batchRows))
  const predictions = await predictBy(plan, design, { threads: busy, signal })
  return type === 'class' ? classesOf(value.responseSources, predictions) : predictions
}

/** So many factors and sums take one thread twice as long as a worker takes to start and to warm up. */
const worthAWorker = 100_000_000

/** As many threads as have enough to do. */
function worthwhileThreads({ terms, coefficients }: PredictionPlan, { rows }: Design): number {
  const aRow = terms.flat().length + terms.length * coefficients.length
  return 1 + Math.floor((rows * aRow) / worthAWorker)
}

/** Predictions by this thread, and by workers beside it where there is enough to do. */
async function predictBy(
  plan: PredictionPlan,
  design: Design,
  { threads, signal }: { readonly threads: number; readonly signal: AbortSignalLike },
): Promise<Float64Array> {
  if (threads <= 1) return predictPlan(plan, design)
  const pool = openPool<PredictTasks>({ threads: threads - 1, work: 'prediction', signal })
  try {
    const predictions = await predictBatches(pool, plan, design, signal)
    await pool.release()
    return predictions
  } finally {
    await pool.close()
  }
}
