import { getEventListeners } from 'node:events'
import { fitMars, MarsModel, predictParallel } from '@byo/mars'
import { beforeAll, describe, expect, it } from 'vitest'
import { usualThreads } from '../src/parallel/worker-pool.ts'
import { firstDifference } from './oracles/first-difference.ts'

const rows = 100_000
const wave = (step: number) => Float64Array.from({ length: rows }, (_, i) => Math.sin(i * step))
const table = { a: wave(1), b: wave(0.7), c: wave(1.3) }

/** A model of the first rows. */
function fitted(options: { responses?: 2; glm?: true; missing?: 'omit' } = {}) {
  const [a, b, c] = Object.values(table).map((column) => column.slice(0, 400))
  const y = a.map((value, i) => Math.max(0, value) * b[i] + Math.abs(c[i] - 0.2))
  const kind = Array.from(y, (value, i) => (value + Math.sin(7 * i) / 2 > 0.6 ? 'much' : 'little'))
  const { missing } = options
  if (options.glm) return fitMars({ a, b, c, kind }, 'kind', { glm: { family: 'binomial' } })
  if (options.responses) return fitMars({ a, b, c, y, z: a.map((v, i) => v - y[i]) }, ['y', 'z'])
  return fitMars({ a, b, c, y }, 'y', { degree: 2, missing })
}

/** A model of so many hinges. */
function manyTerms(count: number): MarsModel {
  const { subsets, perResponse, ...json } = fitted().toJSON()
  const places = Array.from({ length: count }, (_, i) => i)
  return MarsModel.fromJSON({
    ...json,
    dirs: places.map(() => [1, -1, 0]),
    cuts: places.map((i) => [i / count, -i / count, 0]),
    selected: places,
    coefficients: [places.map((i) => Math.sin(i))],
  })
}

describe('prediction on several threads', () => {
  let copied: Record<string, Float64Array>
  beforeAll(() => {
    copied = structuredClone(table)
  })

  it.each([1, 2, 3])('is that of one thread to the last bit (%i)', async (threads) => {
    for (const model of [fitted(), fitted({ responses: 2 }), fitted({ glm: true })]) {
      const predictions = await predictParallel(model, table, { threads })
      expect(firstDifference(predictions, model.predict(table))).toBe(-1)
    }
    for (const [name, column] of Object.entries(table)) {
      expect(firstDifference(column, copied[name])).toBe(-1)
    }
  })

  it('gives classes, links and NaN as one thread does', async () => {
    const model = fitted({ glm: true })
    for (const type of ['class', 'link'] as const) {
      const predictions = await predictParallel(model, table, { type, threads: 2 })
      expect(firstDifference(predictions, model.predict(table, { type }))).toBe(-1)
    }
    const holed = { ...table, a: table.a.map((value, i) => (i % 1000 === 7 ? Number.NaN : value)) }
    const lenient = fitted({ missing: 'omit' })
    const predictions = await predictParallel(lenient, holed, { threads: 2 })
    expect(firstDifference(predictions, lenient.predict(holed))).toBe(-1)
    expect(predictions[7]).toBeNaN()
  })

  it('reads columns on shared memory where they are', async () => {
    const shared = Object.fromEntries(
      Object.entries(table).map(([name, column]) => {
        const twin = new Float64Array(new SharedArrayBuffer(column.byteLength))
        twin.set(column)
        return [name, twin]
      }),
    )
    const model = fitted()
    const predictions = await predictParallel(model, shared, { threads: 2 })
    expect(firstDifference(predictions, model.predict(table))).toBe(-1)
  })

  it('starts workers where there is enough to do, unless told how many', async () => {
    const few = { a: [0.1], b: [0.2], c: [0.3] }
    const [light, heavy] = [fitted(), manyTerms(600)]
    const workersMayBe = usualThreads() > 1 ? 1 : 0
    for (const [model, rows, listeners] of [
      [light, { a: [], b: [], c: [] }, 0],
      [light, few, 0],
      [light, table, 0],
      [heavy, few, 0],
      [heavy, table, workersMayBe],
    ] as const) {
      const { signal } = new AbortController()
      const predicting = predictParallel(model, rows, { signal })
      // A pool of workers listens to the signal.
      expect(getEventListeners(signal, 'abort')).toHaveLength(listeners)
      expect(firstDifference(await predicting, model.predict(rows))).toBe(-1)
    }
  })

  it('ends by its signal before it starts, and while its workers do', async () => {
    const model = fitted()
    const aborted = { code: 'aborted', message: 'The prediction was aborted by its signal.' }
    const early = AbortSignal.abort('late')
    await expect(predictParallel(model, table, { signal: early })).rejects.toMatchObject({
      ...aborted,
      cause: 'late',
    })
    const controller = new AbortController()
    const running = predictParallel(model, table, { threads: 2, signal: controller.signal })
    controller.abort()
    await expect(running).rejects.toMatchObject(aborted)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('rejects with the errors of predict, and with those of its options', async () => {
    const model = fitted()
    await expect(predictParallel(model, { a: [1], b: [2] })).rejects.toMatchObject({
      code: 'missing-column',
    })
    for (const threads of [0, 1.5, '2']) {
      await expect(
        predictParallel(model, table, { threads: threads as number }),
      ).rejects.toMatchObject({ code: 'invalid-option' })
    }
    await expect(predictParallel(model, table, { thread: 2 } as never)).rejects.toMatchObject({
      code: 'unknown-option',
    })
  })
})
