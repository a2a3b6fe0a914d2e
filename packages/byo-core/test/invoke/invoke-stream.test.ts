import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { InvocationError, type InvocationStream, invokeStream } from '../../src/index.ts'
import { startEchoEndpoint } from '../support/echo-endpoint.ts'
import { startFakeAws } from '../support/fake-aws.ts'

let aws: Awaited<ReturnType<typeof startEchoEndpoint>>

beforeAll(async () => {
  aws = await startEchoEndpoint()
})
// Nobody of the test before is still there, who would be counted in this one.
beforeEach(() => expect.poll(async () => (await tell('come')) === (await tell('left'))).toBe(true))
afterAll(() => aws[Symbol.asyncDispose]())

/** Gives the container an order by an invocation of its own. */
async function tell(order: string): Promise<string> {
  return (await aws.endpoint.predict('', { customAttributes: order })).text()
}

async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const one of source) found.push(one)
  return found
}

describe('invokeStream', () => {
  it('gives the facts of the answer, and its bytes', async () => {
    const stream = await aws.endpoint.invokeStream({ a: [1, 2] })

    expect(stream).toMatchObject({
      contentType: 'text/csv',
      variant: 'AllTraffic',
      customAttributes: 'echo',
      attempts: 1,
      requestId: expect.stringMatching(/\w/),
    })
    expect(Buffer.concat(await all(stream)).toString()).toBe('a\n1\n2\n')
  })

  it('gives a part before the next is written, and a split character whole [G076]', async () => {
    const stream = await aws.endpoint.invokeStream('one\ntwo €', { customAttributes: 'split' })
    const pieces = stream.text()[Symbol.asyncIterator]()

    expect(await pieces.next()).toEqual({ done: false, value: 'one\ntwo ' })
    await tell('go')
    expect(await pieces.next()).toEqual({ done: false, value: '€' })
    expect(await pieces.next()).toEqual({ done: true, value: undefined })
  })

  it('gives JSON lines, whole where they are split [G076]', async () => {
    const stream = await aws.endpoint.invokeStream([{ a: 1 }, { a: 'é' }], {
      contentType: 'application/jsonlines',
      customAttributes: 'split',
    })
    const values = stream.jsonLines()[Symbol.asyncIterator]()

    expect((await values.next()).value).toEqual({ a: 1 })
    await tell('go')
    expect((await values.next()).value).toEqual({ a: 'é' })
    expect((await values.next()).done).toBe(true)
  })

  it('gives lines', async () => {
    expect(await all((await aws.endpoint.invokeStream('a\r\nb')).lines())).toEqual(['a', 'b'])
  })

  it('can be read once', async () => {
    const stream = await aws.endpoint.invokeStream('a')
    await all(stream.text())

    expect(() => stream.lines()).toThrow(
      expect.objectContaining({
        code: 'prediction-unreadable',
        message: expect.stringContaining('once'),
      }),
    )
  })

  it('ends with an error of its own when the container breaks off [G076]', async () => {
    const stream = await aws.endpoint.invokeStream('first\n', { customAttributes: 'break' })
    const lines = stream.lines()[Symbol.asyncIterator]()

    expect((await lines.next()).value).toBe('first')
    await tell('go')
    const error = await lines.next().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(InvocationError)
    expect(error).toMatchObject({
      code: 'stream-broken',
      endpointName: 'echo',
      reason: 'StreamBroken',
      statusCode: undefined,
      attempts: 1,
      requestId: stream.requestId,
      message: expect.stringMatching(/^The answer of endpoint echo broke off: StreamBroken: The/),
      cause: { name: 'ModelStreamError' },
    })
  })

  describe.each(['bytes', 'text', 'lines', 'jsonLines'] as const)('read as %s', (form) => {
    const read = async (signal?: AbortSignal): Promise<AsyncIterable<unknown>> => {
      const stream = await aws.endpoint.invokeStream('', { customAttributes: 'flood', signal })
      return form === 'bytes' ? stream : stream[form]()
    }

    it('closes the connection when the loop is left', async () => {
      const before = Number(await tell('left'))

      for await (const _ of await read()) break

      await expect.poll(() => tell('left')).toBe(String(before + 1))
    })

    it('is broken off by a signal, and leaves nothing open [G076]', async () => {
      const before = Number(await tell('left'))
      const controller = new AbortController()
      const source = await read(controller.signal)
      const reason = new Error('enough')

      const reading = (async () => {
        for await (const _ of source) controller.abort(reason)
      })()

      await expect(reading).rejects.toMatchObject({
        name: 'ByoError',
        code: 'aborted',
        cause: reason,
      })
      await expect.poll(() => tell('left')).toBe(String(before + 1))
    })
  })

  it('is broken off by a signal while it waits for a part', async () => {
    const controller = new AbortController()
    const stream = await aws.endpoint.invokeStream('a€', {
      customAttributes: 'split',
      signal: controller.signal,
    })
    const pieces = stream[Symbol.asyncIterator]()
    await pieces.next()
    const next = pieces.next()
    controller.abort()

    await expect(next).rejects.toMatchObject({ code: 'aborted' })
  })

  it('is broken off by a signal while nobody reads', async () => {
    const controller = new AbortController()
    const before = Number(await tell('left'))
    const stream = await aws.endpoint.invokeStream('', {
      customAttributes: 'flood',
      signal: controller.signal,
    })
    controller.abort()

    await expect.poll(() => tell('left')).toBe(String(before + 1))
    await expect(all(stream)).rejects.toMatchObject({ code: 'aborted' })
  })

  it('is broken off by a signal before it begins', async () => {
    const controller = new AbortController()
    const before = Number(await tell('left'))
    const come = Number(await tell('come'))
    const customAttributes = 'hang'
    const answer = aws.endpoint.invokeStream('', { customAttributes, signal: controller.signal })
    const failure = expect(answer).rejects.toMatchObject({ code: 'aborted' })
    await expect.poll(() => tell('come')).toBe(String(come + 1))
    controller.abort()

    await failure
    await expect.poll(() => tell('left')).toBe(String(before + 1))
  })

  it.each(['hang', 'split'])('is broken off when its time is over: %s', async (order) => {
    const read = async () =>
      all(await aws.endpoint.invokeStream('a€', { customAttributes: order, timeout: 0.2 }))

    await expect(read()).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('Gave up invoking endpoint echo after 0.2 s'),
    })
  })

  it('closes the connection at the end of a block, read or not', async () => {
    const before = Number(await tell('left'))
    let closed: InvocationStream | undefined

    {
      await using stream = await aws.endpoint.invokeStream('', { customAttributes: 'flood' })
      closed = stream
    }
    expect(() => closed?.text()).toThrow('read or closed already')

    await expect.poll(() => tell('left')).toBe(String(before + 1))
  })

  it('is refused as an invocation is', async () => {
    await expect(invokeStream(aws.session, 'nope', '')).rejects.toMatchObject({
      code: 'request-refused',
      operation: 'InvokeEndpointWithResponseStream',
      message: expect.stringContaining('Endpoint nope of account'),
    })
    await expect(aws.endpoint.invokeStream(new Uint8Array(6_291_457))).rejects.toMatchObject({
      code: 'invalid-option',
    })
  })

  it.each([
    ['a part', message('event', 'PayloadPart', '1\n')],
    ['nothing', new Uint8Array()],
  ])('ends with an error of its own, whatever breaks after %s [G076]', async (_, before) => {
    for (const [last, reason] of [
      [message('exception', 'ModelStreamError', '{"Message":"late","ErrorCode":"X"}'), 'X'],
      [message('exception', 'InternalStreamFailure', '{"Message":"oh"}'), 'InternalStreamFailure'],
      [message('event', 'PayloadPart', '1\n').subarray(0, 20), 'StreamBroken'],
    ] as const) {
      const headers = { 'content-type': 'application/vnd.amazon.eventstream' }
      const path = 'POST /endpoints/e/invocations-response-stream'
      await using fake = await startFakeAws({
        [path]: [{ headers, body: Buffer.concat([before, last]) }],
      })
      const read = async () => all(await invokeStream(fake.session, 'e', ''))

      await expect(read()).rejects.toMatchObject({
        name: 'InvocationError',
        code: 'stream-broken',
        reason,
        attempts: 1,
        message: expect.not.stringContaining('hidden'),
      })
      expect(fake.count(path)).toBe(1)
    }
  })
})

/** A message of an event stream: lengths, their checksum, headers, payload, the checksum of it all. */
function message(kind: 'event' | 'exception', type: string, payload: string): Buffer {
  const head = Buffer.concat(
    [
      [':message-type', kind],
      [`:${kind}-type`, type],
    ].map(([name = '', value = '']) =>
      Buffer.from([name.length, ...Buffer.from(name), 7, 0, value.length, ...Buffer.from(value)]),
    ),
  )
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(16 + head.length + payload.length)
  lengths.writeUInt32BE(head.length, 4)
  const prelude = Buffer.concat([lengths, checksum(lengths)])
  const all = Buffer.concat([prelude, head, Buffer.from(payload)])
  return Buffer.concat([all, checksum(all)])
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(bytes))
  return sum
}
