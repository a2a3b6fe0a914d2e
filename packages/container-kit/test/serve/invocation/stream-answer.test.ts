import { once } from 'node:events'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'
import { readToEnd, startInvocation } from '../../fixtures/stream-client.ts'

const text = { 'content-type': 'text/plain' }

/** What a test and its program tell each other. */
function gate() {
  let open!: () => void
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

describeOverBoth('a streamed answer', (serve) => {
  it('has its first chunk at the client before the second is made [S38]', async () => {
    const second = gate()
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict() {
          yield 'first'
          await second.opened
          yield 'second'
        },
      }),
    )
    const response = await startInvocation(serving, '')
    const [chunk] = await once(response, 'data')
    second.open()

    expect(String(chunk)).toBe('first')
    expect(await readToEnd(response)).toEqual({ text: 'second', isWhole: true })
    expect(response.headers['transfer-encoding']).toBe('chunked')
    expect(response.headers['content-length']).toBeUndefined()
    expect(response.headers['content-type']).toBe('text/plain')
  })

  it('flushes each chunk of a generator that never waits [S38]', async () => {
    let serverSeen = 0
    const serving = await serve(
      defineProgram({
        input: 'text',
        *predict() {
          for (serverSeen = 1; serverSeen <= 1000; serverSeen++) yield `${serverSeen}`
        },
      }),
    )
    const response = await startInvocation(serving, '')
    await once(response, 'data')

    expect(serverSeen).toBeLessThan(1000)
    expect((await readToEnd(response)).isWhole).toBe(true)
  })

  it.each([
    ['an iterator', 'text/plain', () => ['a', '', 'b'].values()],
    ['a stream of Node', 'text/plain', () => Readable.from(['a', '', 'b'])],
    ['a promise of one', 'text/plain', async () => Readable.from(['a', '', 'b'])],
    ['a stream of the web', 'application/octet-stream', () => new Blob(['ab']).stream()],
  ])('may be %s', async (_name, contentType, predict) => {
    const { request } = await serve(defineProgram({ input: 'text', predict }))

    expect(await request('/invocations', { body: '', headers: text })).toMatchObject({
      status: 200,
      headers: { 'content-type': contentType, 'transfer-encoding': 'chunked' },
      text: 'ab',
    })
  })

  it('has the type that Accept chooses', async () => {
    const predict = () => ['a', '', 'b'].values()
    const { request } = await serve(defineProgram({ input: 'text', predict }))

    const headers = { ...text, accept: 'text/event-stream' }
    expect(await request('/invocations', { body: '', headers })).toMatchObject({
      headers: { 'content-type': 'text/event-stream' },
      text: 'data: a\n\ndata: \n\ndata: b\n\n',
    })
    const json = { ...text, accept: 'application/json' }
    expect((await request('/invocations', { body: '', headers: json })).text).toBe('["a","","b"]')
  })

  it('carries what the program says of it before its first value', async () => {
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict(_model, _text, { response }) {
          response.contentType = 'text/x-tokens'
          response.customAttributes = 'c=1'
          yield 'a'
        },
      }),
    )

    expect(
      (await serving.request('/invocations', { body: '', headers: text })).headers,
    ).toMatchObject({
      'content-type': 'text/x-tokens',
      'x-amzn-sagemaker-custom-attributes': 'c=1',
    })
  })

  it('is answered with the status of an error before its first value', async () => {
    const serving = await serve(
      defineProgram({
        input: 'text',
        // biome-ignore lint/correctness/useYield: it fails before
        async *predict() {
          throw new HttpError(422, 'Not this one.')
        },
      }),
    )
    const answer = await serving.request('/invocations', { body: '', headers: text })

    expect(answer.status).toBe(422)
    expect(JSON.parse(answer.text).message).toBe('Not this one.')
  })

  it('is cut off, logged and counted if it fails after its first value [S39]', async () => {
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict() {
          yield 'first'
          throw new Error('out of tokens')
        },
      }),
    )
    const response = await startInvocation(serving, '', {
      'x-amzn-sagemaker-inference-id': 'my-id',
    })

    expect(await readToEnd(response)).toEqual({ text: 'first', isWhole: false })
    expect(response.statusCode).toBe(200)
    expect(serving.stderr()).toMatch(
      /ERROR the answer broke off: out of tokens request=my-id .*\n.*stack of my-id\n\s+at /,
    )
    expect((await serving.request('/metrics')).text).toContain('byo_streams_broken_total 1\n')
  })

  it('ends with the bare bytes of its chunks: no last chunk where it broke off [S39]', async () => {
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict() {
          yield 'first'
          throw new Error('out of tokens')
        },
      }),
    )
    const connection = serving.connect()
    connection.on('error', () => {})
    let raw = ''
    connection.on('data', (chunk) => {
      raw += chunk
    })
    connection.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 0\r\n\r\n',
    )
    await once(connection, 'close')

    expect(raw).toMatch(/\r\n\r\n5\r\nfirst\r\n$/)
  })

  it('is made no faster than its client reads, however much it is [S40]', async () => {
    const chunk = new Uint8Array(64 * 1024)
    const chunks = 1024
    let made = 0
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict() {
          for (; made < chunks; made++) yield chunk
        },
      }),
    )
    const response = await startInvocation(serving, '')
    // The server answers others meanwhile: when a second's worth of answers makes no difference, it waits.
    let before = -1
    while (made > before) {
      before = made
      for (let i = 0; i < 50; i++) await serving.request('/ping')
    }

    expect(made).toBeLessThan(chunks / 2)
    let bytes = 0
    for await (const part of response) bytes += part.length
    expect(bytes).toBe(chunks * chunk.length)
  })

  it('is ended when its client goes away, with its signal aborted [S30]', async () => {
    const seen: string[] = []
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict(_model, _text, { signal }) {
          signal.addEventListener('abort', () => seen.push(signal.reason.code))
          try {
            for (;;) yield await new Promise<string>((resolve) => setTimeout(resolve, 5, 'a'))
          } finally {
            seen.push('let go')
          }
        },
      }),
    )
    const response = await startInvocation(serving, '')
    await once(response, 'data')
    response.destroy()

    await expect.poll(() => seen).toEqual(['disconnected', 'let go'])
    expect(serving.stderr()).toBe('')
    expect((await serving.request('/metrics')).text).toContain('byo_streams_broken_total 0\n')
  })

  it('has predictTimeoutSeconds for its first value only [S41]', async () => {
    const program = defineProgram({
      input: 'text',
      predictTimeoutSeconds: 1,
      async *predict(_model, name) {
        if (name === 'late') await new Promise((resolve) => setTimeout(resolve, 60_000).unref())
        yield 'first'
        await new Promise((resolve) => setTimeout(resolve, 1500))
        yield 'second'
      },
    })
    const { request } = await serve(program)

    expect(await request('/invocations', { body: 'late', headers: text })).toMatchObject({
      status: 504,
    })
    expect(await request('/invocations', { body: '', headers: text })).toMatchObject({
      status: 200,
      text: 'firstsecond',
    })
  })

  it('is cut off after streamTimeoutSeconds', async () => {
    const seen: unknown[] = []
    const serving = await serve(
      defineProgram({
        input: 'text',
        streamTimeoutSeconds: 0.2,
        async *predict(_model, _text, { signal }) {
          signal.addEventListener('abort', () => seen.push(signal.reason.message))
          yield 'first'
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        },
      }),
    )
    const response = await startInvocation(serving, '')

    expect(await readToEnd(response)).toEqual({ text: 'first', isWhole: false })
    expect(seen).toEqual(['The answer took longer than 0.2 s.'])
    expect(serving.stderr()).toContain('broke off: The answer took longer than 0.2 s.')
  })

  it('holds its turn until it has ended', async () => {
    const first = gate()
    const serving = await serve(
      defineProgram({
        input: 'text',
        concurrency: 1,
        queueSize: 0,
        async *predict(_model, name) {
          yield name
          if (name === 'first') await first.opened
        },
      }),
    )
    const response = await startInvocation(serving, 'first')
    await once(response, 'data')
    const refused = await serving.request('/invocations', { body: 'second', headers: text })
    first.open()
    await readToEnd(response)

    expect(refused.status).toBe(503)
    await expect
      .poll(() => serving.request('/invocations', { body: 'third', headers: text }))
      .toMatchObject({ status: 200, text: 'third' })
  })

  it('gives its turn back when its client goes away, before its first value or after it', async () => {
    let leave = 0
    const serving = await serve(
      defineProgram({
        input: 'text',
        concurrency: 1,
        queueSize: 0,
        async *predict(_model, name, { signal }) {
          if (name === 'after') yield name
          if (name !== 'end') {
            leave += 1
            await new Promise((resolve) => signal.addEventListener('abort', resolve))
          }
          yield 'end'
        },
      }),
    )
    for (const [i, name] of ['before', 'after'].entries()) {
      const connection = serving.connect()
      connection.on('error', () => {})
      connection.write(
        `POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${name.length}\r\n\r\n${name}`,
      )
      await expect.poll(() => leave).toBe(i + 1)
      connection.destroy()
      await expect
        .poll(() => serving.request('/invocations', { body: 'end', headers: text }))
        .toMatchObject({ status: 200, text: 'end' })
    }
  })

  it('may come to its end at a shutdown, and closes its connection then [S79]', async () => {
    const rest = gate()
    const serving = await serve(
      defineProgram({
        input: 'text',
        async *predict() {
          yield 'first'
          await rest.opened
          yield 'rest'
        },
      }),
    )
    const response = await startInvocation(serving, '', { connection: 'keep-alive' })
    await once(response, 'data')
    serving.signal('SIGTERM')
    rest.open()

    expect(await readToEnd(response)).toEqual({ text: 'rest', isWhole: true })
    expect(await serving.exitCode).toBe(0)
  })

  it('is cut off at the end of the grace [S79]', async () => {
    const seen: number[] = []
    const serving = await serve(
      defineProgram({
        input: 'text',
        stopGraceSeconds: 0.2,
        async *predict(_model, _text, { signal }) {
          signal.addEventListener('abort', () => seen.push(signal.reason.statusCode))
          yield 'first'
          await new Promise(() => {})
        },
      }),
    )
    const response = await startInvocation(serving, '')
    await once(response, 'data')
    serving.signal('SIGTERM')

    expect(await readToEnd(response)).toEqual({ text: '', isWhole: false })
    expect(await serving.exitCode).toBe(143)
    expect(seen).toEqual([503])
  })

  it('is given to a client of HTTP/1.0 as well, which reads until the end', async () => {
    const serving = await serve(
      defineProgram({ input: 'text', predict: () => ['a', 'b'].values() }),
    )
    const connection = serving.connect()
    connection.write(
      'POST /invocations HTTP/1.0\r\ncontent-type: text/plain\r\ncontent-length: 0\r\n\r\n',
    )
    let raw = ''
    for await (const chunk of connection) raw += chunk

    expect(raw).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nab$/)
  })
})
