// Rows are predicted in batches, by this thread and by the workers of a pool, each batch just as one thread
// would predict all rows: a row's prediction does not depend on the rows beside it. Workers take batches
// from when they are there. Two are on their way to or from each, so that it never waits for the next.
import type { Design } from '../design/read-design.ts'
import type { AbortSignalLike } from '../options/mars-options.ts'
import { throwIfAborted } from '../options/throw-if-aborted.ts'
import type { WorkerPool } from '../parallel/worker-pool.ts'
import { type PlanColumns, type PredictionPlan, predictPlan } from './predict-plan.ts'
import type { PredictTasks } from './predict-tasks.ts'
import { usedColumns } from './term-plan.ts'

/** Rows in a batch: enough to be worth a message, few enough that all threads end at about the same time. */
export const batchRows = 32_768

/** Batches that a worker has at a time. */
const batchesAhead = 2

/** The predictions of a plan by this thread and the pool's: rows × responses, column-major. */
export function predictBatches(
  pool: WorkerPool<PredictTasks>,
  plan: PredictionPlan,
  design: Design,
  signal: AbortSignalLike,
): Promise<Float64Array> {
  const predictions = new Float64Array(design.rows * plan.coefficients.length)
  return new Promise((resolve, reject) => {
    const batches = batchesOf(predictions, design, () => resolve(predictions))
    const fail = (reason: unknown) => {
      batches.stop()
      reject(reason)
    }
    predictHere(pool, plan, batches, signal).catch(fail)
    for (let worker = 0; worker < pool.threads; worker += 1) {
      predictThere(pool, worker, plan, batches).catch(fail)
    }
  })
}

/** Some rows of the used columns, and where their predictions go. */
interface Batch extends PlanColumns {
  store(part: Float64Array): void
}

interface Batches {
  /** The next batch; undefined where none is left. */
  next(): Batch | undefined
  /** Leaves the rest undone. */
  stop(): void
}

/** The batches of a design; `done` is called when the last of them is stored. */
function batchesOf(
  predictions: Float64Array,
  { rows, columns }: Design,
  done: () => void,
): Batches {
  const responses = predictions.length / rows
  let taken = 0
  let stored = 0
  return {
    next: () => {
      if (taken === rows) return undefined
      const from = taken
      taken = Math.min(from + batchRows, rows)
      const size = taken - from
      return {
        rows: size,
        columns: columns.map((column) => column.subarray(from, from + size)),
        store: (part) => {
          for (let r = 0; r < responses; r += 1) {
            predictions.set(part.subarray(r * size, (r + 1) * size), r * rows + from)
          }
          stored += size
          if (stored === rows) done()
        },
      }
    },
    stop: () => {
      taken = rows
    },
  }
}

/** Takes batches on this thread; between them it has time for others. */
async function predictHere(
  pool: WorkerPool<PredictTasks>,
  plan: PredictionPlan,
  batches: Batches,
  signal: AbortSignalLike,
): Promise<void> {
  for (let batch = batches.next(); batch !== undefined; batch = batches.next()) {
    batch.store(predictPlan(plan, batch))
    await pool.turn()
    throwIfAborted(signal, 'prediction')
  }
}

/** Hands batches to a worker. */
async function predictThere(
  pool: WorkerPool<PredictTasks>,
  worker: number,
  plan: PredictionPlan,
  batches: Batches,
): Promise<void> {
  const used = usedColumns(plan.terms)
  await pool.call(worker, 'usePlan', withColumns(plan, used))
  const lane = async () => {
    for (let batch = batches.next(); batch !== undefined; batch = batches.next()) {
      const { rows, columns } = batch
      const { parts, own } = sendable(used.map((v) => columns[v]))
      batch.store(await pool.call(worker, 'predictRows', { rows, columns: parts }, own))
    }
  }
  await Promise.all(Array.from({ length: batchesAhead }, lane))
}

/** The plan for a table that has these columns alone. */
function withColumns(plan: PredictionPlan, used: readonly number[]): PredictionPlan {
  const terms = plan.terms.map((term) =>
    term.map((factor) => ({ ...factor, column: used.indexOf(factor.column) })),
  )
  return { ...plan, terms }
}

/** Columns copied but for those on shared memory, and the buffers of the copies. */
function sendable(columns: readonly Float64Array[]): {
  readonly parts: readonly Float64Array[]
  readonly own: readonly ArrayBuffer[]
} {
  const own: ArrayBuffer[] = []
  const parts = columns.map((column) => {
    if (!(column.buffer instanceof ArrayBuffer)) return column
    const copy = new Float64Array(column)
    own.push(copy.buffer)
    return copy
  })
  return { parts, own }
}
