import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HttpError } from '../../../src/errors.ts'
import type { LoadedModel } from '../../../src/serve/loaded-model.ts'
import { chunksAhead } from '../../../src/serve/pool/worker-messages.ts'
import { memoryPool, newInvocation } from '../../fixtures/memory-pool.ts'

/** Answers a new invocation by a pool of one thread, in chunks. */
async function stream(
  makeBody: (invocation: Parameters<LoadedModel['answer']>[0]) => AsyncIterable<Uint8Array>,
) {
  const { pool, ...rest } = await memoryPool((given) => ({
    contentType: 'text/plain',
    body: makeBody(given),
  }))
  onTestFinished(() => pool.close())
  const invocation = newInvocation()
  const answer = await pool.answer(invocation, new Uint8Array())
  const body = answer.body as AsyncIterable<Uint8Array>
  return { pool, ...rest, invocation, answer, body, chunks: body[Symbol.asyncIterator]() }
}

/** Lets every message that is on its way arrive, and what comes of it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await setImmediate()
}

describe('an answer in chunks from a thread', () => {
  it('comes whole and in order, with what the handler said before its first chunk', async () => {
    const { answer, invocation, body } = await stream(async function* ({ response }) {
      response.customAttributes = 'c=1'
      for (let at = 0; at < 100; at += 1) yield Uint8Array.of(at)
    })

    const bytes: number[] = []
    for await (const chunk of body) bytes.push(...chunk)

    expect(bytes).toEqual(Array.from({ length: 100 }, (_, at) => at))
    expect(answer.contentType).toBe('text/plain')
    expect(invocation.response.customAttributes).toBe('c=1')
  })

  it('leaves the handler its own chunks', async () => {
    const own = Uint8Array.of(1, 2, 3)
    const { body } = await stream(async function* () {
      yield own
      yield own.subarray(1, 2)
    })

    const chunks: number[][] = []
    for await (const chunk of body) chunks.push([...chunk])

    expect(chunks).toEqual([[1, 2, 3], [2]])
    expect(own).toEqual(Uint8Array.of(1, 2, 3))
  })

  it('is made only so far ahead of a reader that is slow [S40]', async () => {
    let made = 0
    const { chunks } = await stream(async function* () {
      for (;;) {
        made += 1
        yield Uint8Array.of(0)
      }
    })

    await settle()
    expect(made).toBe(chunksAhead)
    await chunks.next()
    await settle()
    expect(made).toBe(chunksAhead + 1)
  })

  it('ends in the thread when the reader has enough, and the thread is free again', async () => {
    let isCleanedUp = false
    const { pool, chunks } = await stream(async function* () {
      try {
        for (;;) yield Uint8Array.of(0)
      } finally {
        isCleanedUp = true
      }
    })

    await chunks.next()
    await chunks.return?.()
    const next = await pool.answer(newInvocation(), new Uint8Array())

    expect(isCleanedUp).toBe(true)
    expect((await chunks.next()).done).toBe(true)
    await (next.body as AsyncIterableIterator<Uint8Array>).return?.()
  })

  it('ends in the thread when its invocation is aborted though nobody reads', async () => {
    const { pool, invocation } = await stream(async function* () {
      for (;;) yield Uint8Array.of(0)
    })
    await settle()

    invocation.abort(new HttpError(504, 'late'))

    const next = await pool.answer(newInvocation(), new Uint8Array())
    await (next.body as AsyncIterableIterator<Uint8Array>).return?.()
  })

  it('gives the reader an error after the chunks before it [S39]', async () => {
    const { chunks } = await stream(async function* () {
      yield Uint8Array.of(1)
      throw new HttpError(507, 'full')
    })
    await settle()

    expect(await chunks.next()).toEqual({ done: false, value: Uint8Array.of(1) })
    await expect(chunks.next()).rejects.toMatchObject({ statusCode: 507, message: 'full' })
    expect((await chunks.next()).done).toBe(true)
  })

  it('rejects with an error before the first chunk, so that a status can tell of it', async () => {
    await expect(
      // biome-ignore lint/correctness/useYield: it fails before it comes to that
      stream(async function* () {
        throw new HttpError(422, 'no')
      }),
    ).rejects.toMatchObject({ statusCode: 422 })
  })

  it('fails for its reader when the thread ends', async () => {
    const { pool, chunks } = await stream(async function* () {
      yield Uint8Array.of(1)
      await new Promise(() => {})
    })
    await chunks.next()
    const next = chunks.next()

    await pool.close()

    await expect(next).rejects.toMatchObject({ statusCode: 500 })
  })
})
