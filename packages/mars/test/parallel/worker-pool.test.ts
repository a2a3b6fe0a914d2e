import { getEventListeners } from 'node:events'
import { isMarsError, type MarsError } from '@byo/mars'
import { describe, expect, it } from 'vitest'
import { sharedMemory } from '../../src/parallel/shared-memory.ts'
import { startPool } from '../../src/parallel/worker-pool.ts'
import { startOddPool } from './odd-pool.ts'

/** What a promise is rejected with, which has to be a MarsError. */
async function errorOf(promise: Promise<unknown>): Promise<MarsError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!isMarsError(error)) throw new Error(`no MarsError but ${String(error)}`)
  return error
}

describe('a pool of workers', () => {
  it('keeps a state in each worker and does its calls in their order', async () => {
    const pool = await startOddPool(2)
    const first = [1, 2, 3].map((amount) => pool.call(0, 'add', amount))
    const second = pool.call(1, 'add', 10)
    expect(pool.threads).toBe(2)
    expect(await Promise.all(first)).toEqual([1, 3, 6])
    expect(await second).toBe(10)
    await pool.close()
  })

  it('shares columns on shared memory and hands over buffers that are named', async () => {
    const pool = await startOddPool(1)
    const shared = sharedMemory.float64(3)
    await pool.call(0, 'fill', shared)
    expect([...shared]).toEqual([7, 7, 7])

    const given = Float64Array.of(1, 2)
    const doubled = await pool.call(0, 'double', given, [given.buffer])
    expect([...doubled]).toEqual([2, 4])
    expect(given).toHaveLength(0)
    await pool.close()
  })

  it('throws what a task throws, and goes on', async () => {
    const pool = await startOddPool(1)
    const refused = await errorOf(pool.call(0, 'refuse', 'The value is "b".'))
    expect([refused.code, refused.message]).toEqual(['wrong-type', 'The value is "b".'])

    const blunder = await errorOf(pool.call(0, 'blunder', undefined))
    expect(blunder.code).toBe('worker-failed')
    expect(blunder.message).toBe('A worker could not do its task "blunder": it is no function.')
    expect((blunder.cause as Error).stack).toContain('TypeError')

    expect((await errorOf(pool.call(0, 'replyWithFunction', undefined))).code).toBe('worker-failed')
    expect(await pool.call(0, 'add', 4)).toBe(4)
    await pool.close()
  })

  it.each([
    ['crash', 'out of the blue'],
    ['leave', 'it ended with code 3'],
  ] as const)('rejects every call when a worker dies (%s)', async (task, said) => {
    const pool = await startOddPool(2)
    const others = pool.call(1, 'spin', undefined)
    const own = pool.call(0, task, undefined).then(() => pool.call(0, 'spin', undefined))
    for (const call of [others, own]) {
      const { code, message } = await errorOf(call)
      expect(code).toBe('worker-failed')
      expect(message).toContain(said)
    }
    expect((await errorOf(pool.call(1, 'add', 1))).message).toContain(said)
    await pool.close()
  })

  it('rejects what is not done when it is closed, and takes no more calls', async () => {
    const pool = await startOddPool(1)
    const spinning = errorOf(pool.call(0, 'spin', undefined))
    await pool.close()
    expect((await spinning).code).toBe('worker-failed')
    expect((await errorOf(pool.call(0, 'add', 1))).code).toBe('worker-failed')
  })

  it('ends at once by its signal, whatever its workers are doing', async () => {
    const controller = new AbortController()
    const pool = await startOddPool(2, controller.signal)
    const spinning = [0, 1].map((at) => errorOf(pool.call(at, 'spin', undefined)))
    controller.abort('enough')
    for (const { code, message, cause } of await Promise.all(spinning)) {
      expect([code, message, cause]).toEqual([
        'aborted',
        'The trial was aborted by its signal.',
        'enough',
      ])
    }
    await pool.close()
    expect((await errorOf(startOddPool(1, controller.signal))).code).toBe('aborted')
  })

  it('looks at a signal without events with every call', async () => {
    const signal = { aborted: false }
    const pool = await startOddPool(1, signal)
    signal.aborted = true
    expect((await errorOf(pool.call(0, 'add', 1))).code).toBe('aborted')
    await pool.close()
  })

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController()
    const pool = await startOddPool(2, signal)
    expect(getEventListeners(signal, 'abort')).toHaveLength(1)
    await pool.close()
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  })

  it('hands its workers to the next pool when it is released, where they remember nothing', async () => {
    const first = await startOddPool(2)
    const identities = [0, 1].map((at) => first.call(at, 'identity', undefined))
    await first.call(0, 'add', 5)
    const known = await Promise.all(identities)
    await first.release()
    expect((await errorOf(first.call(0, 'add', 1))).code).toBe('worker-failed')

    const second = await startOddPool(3)
    const found = await Promise.all([0, 1, 2].map((at) => second.call(at, 'identity', undefined)))
    expect(found.slice(0, 2)).toEqual(known)
    expect(known).not.toContain(found[2])
    expect(await second.call(0, 'add', 1)).toBe(1)
    await second.close()
  })

  it('ends its workers when it is released before they are done, or once they were aborted', async () => {
    const controller = new AbortController()
    const spinning = await startOddPool(1)
    const call = errorOf(spinning.call(0, 'spin', undefined))
    await spinning.release()
    expect((await call).code).toBe('worker-failed')

    const aborted = await startOddPool(1, controller.signal)
    const known = await aborted.call(0, 'identity', undefined)
    controller.abort()
    await aborted.release()
    const next = await startOddPool(1)
    expect(await next.call(0, 'identity', undefined)).not.toBe(known)
    await next.close()
  })

  it('does not hand on a worker that has died while it waited', async () => {
    const first = await startOddPool(1)
    const known = await first.call(0, 'identity', undefined)
    await first.call(0, 'dieLater', undefined)
    await first.release()
    const hire = async () => {
      const next = await startOddPool(1)
      const found = await next.call(0, 'identity', undefined)
      // It waits anew each time, so it is not its patience that ends it.
      await (found === known ? next.release() : next.close())
      return found
    }
    await expect.poll(hire).not.toBe(known)
  })

  it('says so when a program does not start', async () => {
    const options = { threads: 2, work: 'trial', signal: { aborted: false } }
    const error = await errorOf(startPool({ ...options, program: 'throw new Error("no way")' }))
    expect(error.code).toBe('worker-failed')
    expect(error.message).toContain('no way')
  })
})
