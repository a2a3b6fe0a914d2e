import { createHook } from 'node:async_hooks'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { systemRuntime } from '../../src/runtime.ts'
import { type Look, waitUntil } from '../../src/waiting/wait-until.ts'
import { virtualRuntime } from '../support/virtual-runtime.ts'

const done: Look<string> = { state: 'SUCCESS', value: 'done' }
const notYet: Look<string> = { state: 'RETRY', seen: 'Creating' }

/** Counts the timers of that many milliseconds that were set since and have neither fired nor been cleared. */
function liveTimers(milliseconds: number): { count(): number } & Disposable {
  const live = new Set<number>()
  const hook = createHook({
    init(id, type, _, resource) {
      const { _idleTimeout } = resource as { _idleTimeout?: number }
      if (type === 'Timeout' && _idleTimeout === milliseconds) live.add(id)
    },
    destroy: (id) => void live.delete(id),
  }).enable()
  return { count: () => live.size, [Symbol.dispose]: () => void hook.disable() }
}

describe('waitUntil', () => {
  it('looks at once and sleeps not at all when that suffices', async () => {
    const runtime = virtualRuntime()

    await expect(waitUntil({ subject: 'x', runtime }, async () => done)).resolves.toBe('done')
    expect(runtime.sleeps).toEqual([])
  })

  it('looks again until a look succeeds', async () => {
    const runtime = virtualRuntime()
    const look = vi.fn(async () => notYet as Look<string>)
    look.mockResolvedValueOnce(notYet).mockResolvedValueOnce(notYet).mockResolvedValueOnce(done)

    await expect(waitUntil({ subject: 'x', runtime }, look)).resolves.toBe('done')
    expect(runtime.sleeps).toEqual([100, 100])
  })

  it('notices any end within ten seconds or one hundredth of the wait, by fewer looks than one every ten seconds in a wait of an hour or more [G096]', async () => {
    const seconds = fc.integer({ min: 1, max: 300_000 }).map((tenths) => tenths / 10)
    const property = fc.asyncProperty(seconds, async (end) => {
      const runtime = virtualRuntime()
      const start = runtime.now()
      const elapsed = () => (runtime.now() - start) / 1000

      await waitUntil({ subject: 'x', runtime }, async () => (elapsed() >= end ? done : notYet))

      expect(elapsed() - end).toBeLessThanOrEqual(Math.max(10, end / 100))
      if (end >= 3600) expect(runtime.sleeps.length).toBeLessThan(end / 10)
    })
    await fc.assert(property)
  })

  it('gives up at the time limit, after one last look, and says what it saw [G095]', async () => {
    const runtime = virtualRuntime()
    const start = runtime.now()

    const waiting = waitUntil(
      { subject: 'endpoint e', maxWaitTime: 30, runtime },
      async () => notYet,
    )

    await expect(waiting).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('endpoint e after 30 s; last seen: Creating'),
    })
    expect(runtime.now() - start).toBe(30_000)
  })

  it('throws at once what a look throws', async () => {
    const look = vi.fn(() => Promise.reject(new Error('denied')))

    await expect(waitUntil({ subject: 'x', runtime: virtualRuntime() }, look)).rejects.toThrow(
      'denied',
    )
    expect(look).toHaveBeenCalledTimes(1)
  })

  it('rides out errors that pass, with growing delays', async () => {
    const runtime = virtualRuntime()
    const look = vi.fn(async () => done)
    for (let times = 0; times < 4; times += 1) look.mockRejectedValueOnce(new Error('Throttling'))

    const waiting = waitUntil({ subject: 'x', passes: () => true, runtime }, look)

    await expect(waiting).resolves.toBe('done')
    expect(
      runtime.sleeps.every((sleep, i) => i === 0 || sleep > (runtime.sleeps[i - 1] ?? 0)),
    ).toBe(true)
  })

  it('ends an abort during a sleep at once, with no timer left and no further look [G095]', async () => {
    using timers = liveTimers(1_000_000)
    const controller = new AbortController()
    const look = vi.fn(async () => notYet)

    const waiting = waitUntil(
      {
        subject: 'job j',
        minDelay: 1000,
        maxDelay: 1000,
        abortSignal: controller.signal,
        runtime: systemRuntime,
      },
      look,
    )
    while (timers.count() === 0) await setImmediate()
    controller.abort(new Error('Ctrl-C'))

    await expect(waiting).rejects.toMatchObject({
      code: 'aborted',
      message: 'Aborted: job j was given up.',
      cause: { message: 'Ctrl-C' },
    })
    expect(look).toHaveBeenCalledTimes(1)
    await setImmediate()
    expect(timers.count()).toBe(0)
  })

  it('looks not even once when it was aborted before', async () => {
    const look = vi.fn(async () => done)

    const waiting = waitUntil(
      { subject: 'x', abortSignal: AbortSignal.abort(), runtime: virtualRuntime() },
      look,
    )

    await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
    expect(look).not.toHaveBeenCalled()
  })
})
