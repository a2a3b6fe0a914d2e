// Rows go to the workers in batches, each of which a worker predicts just as one thread would predict all
// rows: a row's prediction does not depend on the rows beside it. Two batches are on their way to or from
// each worker, so that it never waits for the next.
import type { Design } from '../design/read-design.ts'
import type { WorkerPool } from '../parallel/worker-pool.ts'
import type { PlanColumns, PredictionPlan } from './predict-plan.ts'
import type { PredictTasks } from './predict-tasks.ts'
import { usedColumns } from './term-plan.ts'

/** Rows in a batch: enough to be worth a message, few enough that all workers end at about the same time. */
export const batchRows = 32_768

/** Batches that a worker has at a time. */
const batchesAhead = 2

/** The predictions of a plan by the workers of a pool: rows × responses, column-major. */
export async function predictBatches(
  pool: WorkerPool<PredictTasks>,
  plan: PredictionPlan,
  { rows, columns }: Design,
): Promise<Float64Array> {
  const used = usedColumns(plan.terms)
  const responses = plan.coefficients.length
  const predictions = new Float64Array(rows * responses)
  let next = 0
  const lanes = Array.from({ length: batchesAhead * pool.threads }, async (_, lane) => {
    const worker = lane % pool.threads
    if (lane < pool.threads) await pool.call(worker, 'usePlan', withColumns(plan, used))
    for (let from = next; from < rows; from = next) {
      const to = Math.min(from + batchRows, rows)
      next = to
      const { design, own } = batchOf(
        used.map((v) => columns[v]),
        from,
        to,
      )
      const part = await pool.call(worker, 'predictRows', design, own)
      for (let r = 0; r < responses; r += 1) {
        predictions.set(part.subarray(r * (to - from), (r + 1) * (to - from)), r * rows + from)
      }
    }
  })
  await Promise.all(lanes)
  return predictions
}

/** The plan for a table that has these columns alone. */
function withColumns(plan: PredictionPlan, used: readonly number[]): PredictionPlan {
  const terms = plan.terms.map((term) =>
    term.map((factor) => ({ ...factor, column: used.indexOf(factor.column) })),
  )
  return { ...plan, terms }
}

/** Some rows of columns, copied but for shared memory, and the buffers of the copies. */
function batchOf(
  columns: readonly Float64Array[],
  from: number,
  to: number,
): { readonly design: PlanColumns; readonly own: readonly ArrayBuffer[] } {
  const own: ArrayBuffer[] = []
  const parts = columns.map((column) => {
    if (!(column.buffer instanceof ArrayBuffer)) return column.subarray(from, to)
    const copy = new Float64Array(column.subarray(from, to))
    own.push(copy.buffer)
    return copy
  })
  return { design: { rows: to - from, columns: parts }, own }
}
