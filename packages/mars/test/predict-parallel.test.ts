import { getEventListeners } from 'node:events'
import { fitMars, type MarsTable, predictParallel } from '@byo/mars'
import { beforeAll, describe, expect, it } from 'vitest'

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

describe('prediction on several threads', () => {
  let copied: MarsTable
  beforeAll(() => {
    copied = structuredClone(table)
  })

  it.each([1, 2, 3])('is that of one thread to the last bit (%i)', async (threads) => {
    for (const model of [fitted(), fitted({ responses: 2 }), fitted({ glm: true })]) {
      expect(await predictParallel(model, table, { threads })).toEqual(model.predict(table))
    }
    expect(table).toEqual(copied)
  })

  it('gives classes, links and NaN as one thread does', async () => {
    const model = fitted({ glm: true })
    for (const type of ['class', 'link'] as const) {
      const predictions = await predictParallel(model, table, { type, threads: 2 })
      expect(predictions).toEqual(model.predict(table, { type }))
    }
    const holed = { ...table, a: table.a.map((value, i) => (i % 1000 === 7 ? Number.NaN : value)) }
    const lenient = fitted({ missing: 'omit' })
    const predictions = await predictParallel(lenient, holed, { threads: 2 })
    expect(predictions).toEqual(lenient.predict(holed))
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
    expect(await predictParallel(model, shared, { threads: 2 })).toEqual(model.predict(table))
  })

  it('takes as many threads as there are where none are asked for, also for few rows', async () => {
    const model = fitted()
    expect(await predictParallel(model, table)).toEqual(model.predict(table))
    expect(await predictParallel(model, { a: [0.1], b: [0.2], c: [0.3] })).toEqual(
      model.predict({ a: [0.1], b: [0.2], c: [0.3] }),
    )
    expect(await predictParallel(model, { a: [], b: [], c: [] })).toHaveLength(0)
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
