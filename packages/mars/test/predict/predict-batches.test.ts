import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { startPool } from '../../src/parallel/worker-pool.ts'
import { batchRows, predictBatches } from '../../src/predict/predict-batches.ts'
import { predictPlan } from '../../src/predict/predict-plan.ts'
import type { PredictTasks } from '../../src/predict/predict-tasks.ts'
import { firstDifference } from '../oracles/first-difference.ts'

const rows = 5 * batchRows + 3
const columns = [1, 2, 3].map((step) =>
  Float64Array.from({ length: rows }, (_, i) => Math.sin(i * step)),
)
const design = { rows, columns, lacksValues: false }
// The second column is used by no term.
const terms = [[], [{ column: 2, dir: 1, knot: 0.1 }], [{ column: 0, dir: -1, knot: -0.2 }]]
const plan = { terms, coefficients: [[1, 2, 3]], link: null }

describe('batches of rows', () => {
  it('come together as one thread would predict them, plan after plan', async () => {
    const { signal } = controlled()
    const pool = await startPool<PredictTasks>({ threads: 2, work: 'prediction', signal })
    for (const coefficients of [
      [[1, 2, 3]],
      [
        [1, 2, 3],
        [-1, 0, 0.1],
      ],
    ]) {
      const each = { ...plan, coefficients }
      const predictions = await predictBatches(pool, each, design, signal)
      expect(firstDifference(predictions, predictPlan(each, design))).toBe(-1)
    }
    await pool.close()
  })

  it('are given up at once by the signal', async () => {
    const { signal, abort } = controlled()
    const pool = await startPool<PredictTasks>({ threads: 2, work: 'prediction', signal })
    const running = predictBatches(pool, plan, design, signal)
    abort()
    await expect(running).rejects.toMatchObject({ code: 'aborted', cause: 'enough' })
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('are rejected when the workers are ended under way', async () => {
    const { signal } = controlled()
    const pool = await startPool<PredictTasks>({ threads: 2, work: 'prediction', signal })
    const running = predictBatches(pool, plan, design, signal)
    const closed = pool.close()
    await expect(running).rejects.toMatchObject({ code: 'worker-failed' })
    await closed
  })
})

/** A signal and what fires it. */
function controlled(): { signal: AbortSignal; abort(): void } {
  const controller = new AbortController()
  return { signal: controller.signal, abort: () => controller.abort('enough') }
}
