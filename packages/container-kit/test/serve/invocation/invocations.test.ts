import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { rowCount } from '../../../src/table/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Answers with one number a row. */
const means = defineProgram({
  csv: { literalNewlines: true },
  predict: (_model, rows) => new Float64Array(rowCount(rows)).fill(2.5),
})
const echo = defineProgram({ input: 'text', predict: (_model, input) => input })
const csv = { 'content-type': 'text/csv' }
const plain = { 'content-type': 'text/plain' }

describeOverBoth('POST /invocations', (serve) => {
  it('is answered with 200, and what the program predicts in the type of the request [S16]', async () => {
    const { request } = await serve(means)

    expect(
      await request('/invocations', { body: 'a,s\n1,"x"\n2,y\n', headers: csv }),
    ).toMatchObject({
      status: 200,
      text: '2.5\n2.5',
      headers: { 'content-type': 'text/csv', 'content-length': '7' },
    })
    const headers = { 'content-type': 'application/json' }
    expect(await request('/invocations', { body: '[{"a":1}]', headers })).toMatchObject({
      status: 200,
      text: '[2.5]',
      headers: { 'content-type': 'application/json' },
    })
  })

  it('is answered with bytes as they are, in the type that the program names [S16]', async () => {
    const { request } = await serve(
      defineProgram({
        input: 'text',
        predict(_model, type, { response }) {
          if (type !== '') response.contentType = type
          return Uint8Array.of(0, 255)
        },
      }),
    )

    const unnamed = await request('/invocations', { body: '', headers: plain })
    expect([...unnamed.bytes]).toEqual([0, 255])
    expect(unnamed.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '2',
    })
    const named = await request('/invocations', { body: 'image/png', headers: plain })
    expect(named.headers['content-type']).toBe('image/png')
  })

  it('takes a payload with literal \\n if the program allows it', async () => {
    const { request } = await serve(means)

    const answer = await request('/invocations', {
      body: 'a,s\\n1,"x"\\n2,"y"\\n',
      headers: csv,
    })
    expect(answer.text).toBe('2.5\n2.5')
  })

  it('gives the program the headers that the platform passes on, and lets all others be [S20]', async () => {
    const { request } = await serve(
      defineProgram({
        input: 'text',
        predict: (_model, _text, { id, contentType, accept, customAttributes, inferenceId }) => ({
          id,
          contentType,
          accept,
          customAttributes,
          inferenceId,
        }),
      }),
    )

    const { text: body } = await request('/invocations', {
      body: 'x',
      headers: {
        'Content-Type': 'text/plain',
        Accept: 'application/json',
        'X-Amzn-SageMaker-Custom-Attributes': 'c=1',
        'x-amzn-sagemaker-inference-id': 'my-id',
        'x-amzn-sagemaker-added-one-day': 'ignored',
        'x-other': 'ignored',
      },
    })

    expect(JSON.parse(body)).toEqual({
      id: 'my-id',
      contentType: 'text/plain',
      accept: 'application/json',
      customAttributes: 'c=1',
      inferenceId: 'my-id',
    })
  })

  it('refuses a compressed body with 415, and takes empty headers for none', async () => {
    const { request } = await serve(means)

    const compressed = await request('/invocations', {
      body: 'x',
      headers: { ...csv, 'content-encoding': 'gzip' },
    })
    expect(compressed.status).toBe(415)
    expect(JSON.parse(compressed.text).message).toContain('The Content-Encoding "gzip"')
    const headers = { 'content-type': '', accept: '', 'content-encoding': '' }
    expect((await request('/invocations', { body: 'a\n1', headers })).status).toBe(200)
  })
})

describeOverBoth('the server', (serve) => {
  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])(
    'refuses %s /invocations with 405 and the method that is allowed [S35]',
    async (method) => {
      const { request } = await serve(echo)

      expect(await request('/invocations', { method })).toMatchObject({
        status: 405,
        headers: { allow: 'POST' },
      })
    },
  )

  it.each(['/', '/other', '/invocations/', '/ping/x', '//ping', '/%00'])(
    'answers %s with 404 and JSON that says so [S35]',
    async (path) => {
      const { request } = await serve(echo)

      const answer = await request(path)
      expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } })
      expect(JSON.parse(answer.text)).toEqual({
        error: 'Not Found',
        message: expect.stringContaining(`There is nothing at ${path}: use `),
      })
    },
  )

  it('answers what is not HTTP with 400, and lives on', async () => {
    const { connect, request } = await serve(echo)
    const client = connect()
    client.write('no such thing as a request\r\n\r\n')

    expect(await text(client)).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect((await request('/ping')).status).toBe(200)
  })
})

describeOverBoth('a prediction', (serve) => {
  /** Never answers, and says why nobody waits any more. */
  function endless() {
    let begun = () => {}
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const seen: unknown[] = []
    const program = defineProgram({
      input: 'text',
      predictTimeoutSeconds: 0.05,
      predict(_model, input, { signal }) {
        if (input === 'quick') return input
        signal.addEventListener('abort', () => seen.push(signal.reason))
        begun()
        return new Promise<never>(() => {})
      },
    })
    return { program, hasBegun, seen }
  }

  it('that takes longer than it may is answered with 504, and its signal aborted [S29]', async () => {
    const { program, seen } = endless()
    const { request } = await serve(program)

    const answer = await request('/invocations', { body: 'slow', headers: plain })

    expect(answer.status).toBe(504)
    expect(JSON.parse(answer.text)).toMatchObject({
      error: 'Gateway Timeout',
      message: 'The prediction took longer than 0.05 s.',
    })
    expect(seen).toEqual([expect.objectContaining({ statusCode: 504 })])
    expect((await request('/invocations', { body: 'quick', headers: plain })).text).toBe('quick')
  })

  it('whose client goes away learns of it by its signal, and nobody else [S30]', async () => {
    const { program, hasBegun, seen } = endless()
    const { connect, request, stderr } = await serve({ ...program, predictTimeoutSeconds: 600 })
    const client = connect()
    client.write(
      'POST /invocations HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: 4\r\n\r\nslow',
    )
    await hasBegun
    client.destroy()
    await once(client, 'close')

    await expect.poll(() => seen).toEqual([expect.objectContaining({ code: 'disconnected' })])
    expect((await request('/invocations', { body: 'quick', headers: plain })).text).toBe('quick')
    expect(stderr()).toBe('')
  })
})
