import { describe, expect, it, onTestFinished } from 'vitest'
import { HttpError } from '../../../src/errors.ts'
import type { Answer } from '../../../src/serve/invocation/answer.ts'
import { memoryPool, newInvocation } from '../../fixtures/memory-pool.ts'

const late = new HttpError(504, 'late')
const answer: Answer = { contentType: 'text/plain', body: 'done' }

/** A pool of one thread for several jobs, and its answers by the first byte of their bodies. */
async function poolOfJobs() {
  const finish = new Map<number, (answer: Answer) => void>()
  const begun = new Map<number, () => void>()
  const memory = await memoryPool((_, [id]) => {
    begun.get(id!)?.()
    return new Promise((resolve) => void finish.set(id!, resolve))
  }, 3)
  onTestFinished(() => memory.pool.close())

  /** Asks for an answer, and resolves when the thread has begun with it. */
  async function ask(id: number) {
    const invocation = newInvocation()
    const isBegun = new Promise<void>((resolve) => void begun.set(id, resolve))
    const result = memory.pool.answer(invocation, Uint8Array.of(id))
    result.catch(() => {})
    await isBegun
    return { invocation, result }
  }
  return { ...memory, ask, finish: (id: number) => finish.get(id)?.(answer) }
}

describe('a job past its time', () => {
  it('has its thread replaced at once, and ended when the other jobs of the thread are done', async () => {
    const { ask, finish, ring, started, ended } = await poolOfJobs()
    const stuck = await ask(1)
    const other = await ask(2)

    stuck.invocation.abort(late)
    ring() // the grace of the handler is over
    ring() // another thread is started
    const next = await ask(3)
    expect([started(), ended()]).toEqual([2, 0])

    finish(2)
    expect(new TextDecoder().decode((await other.result).body as Uint8Array)).toBe('done')
    await expect(stuck.result).rejects.toBe(late)
    expect(ended()).toBe(1)
    finish(3)
    await next.result
    expect([started(), ended()]).toEqual([2, 1])
  })

  it('keeps its turn until the thread is done with it', async () => {
    const { ask, finish, started } = await poolOfJobs()
    const { invocation, result } = await ask(1)
    let isSettled = false
    const watched = result.then(() => {
      isSettled = true
    })

    invocation.abort(late)
    await ask(2)
    expect(isSettled).toBe(false)

    finish(1)
    await watched
    expect(started()).toBe(1)
  })
})
