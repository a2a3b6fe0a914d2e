import { expect, it } from 'vitest'
import { defineProgram } from '../../../src/index.ts'
import { rowCount } from '../../../src/table/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'
import { wrapped } from '../../fixtures/record-io.ts'

const length = defineProgram({ input: 'bytes', predict: (_model, body) => body.length })
const megabytes = (count: number): Uint8Array => new Uint8Array(count * 1024 * 1024)

describeOverBoth('the largest body', (serve) => {
  it.each([
    [{}, 25],
    [{ SAGEMAKER_BATCH: 'false' }, 25],
    [{ SAGEMAKER_BATCH: 'true' }, 100],
    [{ SAGEMAKER_BATCH: 'true', SAGEMAKER_MAX_PAYLOAD_IN_MB: '6' }, 6],
  ])('with %j is %i MB, and one byte more is refused with 413 [S18]', async (env, limit) => {
    const { request } = await serve(length, { env })
    const body = megabytes(limit)

    expect(await request('/invocations', { body })).toMatchObject({
      status: 200,
      text: String(body.length),
    })
    const more = await request('/invocations', { body: Buffer.concat([body, Buffer.of(0)]) })
    expect(more.status).toBe(413)
  })

  it.each(['true', 'True', 'TRUE'])(
    'is that of a batch where SAGEMAKER_BATCH is %s [S65]',
    async (value) => {
      const { request } = await serve(length, { env: { SAGEMAKER_BATCH: value } })

      expect((await request('/invocations', { body: megabytes(26) })).status).toBe(200)
    },
  )

  it('is none with SAGEMAKER_MAX_PAYLOAD_IN_MB=0, where bodies come in chunks [S18]', async () => {
    const { request } = await serve(length, {
      env: { SAGEMAKER_BATCH: 'true', SAGEMAKER_MAX_PAYLOAD_IN_MB: '0' },
    })

    const headers = { 'transfer-encoding': 'chunked' }
    expect(await request('/invocations', { body: megabytes(101), headers })).toMatchObject({
      status: 200,
      text: String(101 * 1024 * 1024),
    })
  })
})

describeOverBoth('/execution-parameters', (serve) => {
  it('answers with exactly what the platform reads [S64]', async () => {
    const { request } = await serve(
      defineProgram({
        executionParameters: {
          maxConcurrentTransforms: 4,
          batchStrategy: 'SINGLE_RECORD',
          maxPayloadInMB: 25,
        },
        predict: () => 1,
      }),
    )

    const answer = await request('/execution-parameters')
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'content-type': 'application/json' },
      text: '{"MaxConcurrentTransforms":4,"BatchStrategy":"SINGLE_RECORD","MaxPayloadInMB":25}',
    })
    expect(await request('/execution-parameters', { method: 'POST' })).toMatchObject({
      status: 405,
      headers: { allow: 'GET' },
    })
  })

  it('is not found where the program says nothing [S64]', async () => {
    const { request } = await serve(length)

    expect((await request('/execution-parameters')).status).toBe(404)
  })

  it.each([
    [{ maxConcurrentTransforms: 0 }, 'maxConcurrentTransforms is 0', 'a whole number from 1'],
    [{ maxConcurrentTransforms: 1.5 }, 'maxConcurrentTransforms is 1.5', 'a whole number from 1'],
    [{ maxConcurrentTransforms: '2' as never }, 'maxConcurrentTransforms is "2"', 'a whole number'],
    [
      { batchStrategy: 'MultiRecord' as never },
      'batchStrategy is "MultiRecord"',
      'SINGLE_RECORD or',
    ],
    [{ maxPayloadInMB: -1 }, 'maxPayloadInMB is -1', 'a whole number from 0'],
    [{ maxPayloadInMB: 51 }, 'maxPayloadInMB is 51', 'at most 100 MB in 2 requests'],
  ])('is refused at the start with %j [S64]', async (wrong, found, expected) => {
    const serving = serve(
      defineProgram({
        executionParameters: {
          maxConcurrentTransforms: 2,
          batchStrategy: 'MULTI_RECORD',
          maxPayloadInMB: 6,
          ...wrong,
        },
        predict: () => 1,
      }),
    )

    await expect(serving).rejects.toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining(
        `error: The program's executionParameters.${found}: /execution-parameters can only say ${expected}`,
      ),
    })
  })
})

describeOverBoth('RecordIO', (serve) => {
  const program = defineProgram({
    input: 'records',
    predict: (_model, records) => records.map((record) => String(Buffer.from(record))),
  })
  const headers = { 'content-type': 'application/x-recordio-protobuf', accept: 'application/json' }
  const body = wrapped(['one', '', 'three'].map((text) => Buffer.from(text)))

  it('is a list of records, with one record a request it is that record [S69]', async () => {
    const many = await serve(program, { env: { SAGEMAKER_BATCH_STRATEGY: 'MULTI_RECORD' } })
    expect((await many.request('/invocations', { body, headers })).text).toBe('["one","","three"]')

    const single = await serve(program, { env: { SAGEMAKER_BATCH_STRATEGY: 'SINGLE_RECORD' } })
    expect((await single.request('/invocations', { body: 'raw', headers })).text).toBe('["raw"]')
    expect((await single.request('/invocations', { body: '', headers })).text).toBe('[""]')
  })

  it('that is none is refused with 400 and the place, other types with 415 [S69]', async () => {
    const { request } = await serve(program)

    const cut = await request('/invocations', { body: body.subarray(0, 13), headers })
    expect([cut.status, JSON.parse(cut.text).message]).toEqual([
      400,
      'The RecordIO record at offset 12 is cut off.',
    ])
    const other = await request('/invocations', { body, headers: { 'content-type': 'text/csv' } })
    expect(JSON.parse(other.text).message).toBe(
      'The Content-Type "text/csv" is not supported: send application/x-recordio.',
    )
  })
})

describeOverBoth('requests at once', (serve) => {
  const slow = defineProgram({
    concurrency: 1,
    queueSize: 2,
    executionParameters: {
      maxConcurrentTransforms: 20,
      batchStrategy: 'MULTI_RECORD',
      maxPayloadInMB: 5,
    },
    predict: async (_model, rows) => {
      await new Promise((resolve) => setImmediate(resolve))
      return rows
    },
  })
  const answers = async (request: Awaited<ReturnType<typeof serve>>['request'], count: number) =>
    await Promise.all(
      Array.from({ length: count }, (_, i) => request('/invocations', { body: `a\n${i}` })),
    )

  it.each([
    ['executionParameters say', {}, 20],
    [
      'SAGEMAKER_MAX_CONCURRENT_TRANSFORMS says',
      { SAGEMAKER_MAX_CONCURRENT_TRANSFORMS: '150' },
      150,
    ],
  ])('as many as %s are all answered, each with its own [S70]', async (_, env, count) => {
    const { request } = await serve(slow, { env })

    const found = await answers(request, count)

    expect(found.map(({ text }) => text)).toEqual(found.map((_, i) => `a\n${i}`))
  })
})

describeOverBoth('lines', (serve) => {
  const n = 5
  const rows = Array.from({ length: n }, (_, i) => `${i},x${i}`)
  const program = defineProgram({ csv: { header: false }, predict: (_model, table) => table.V1! })
  const expected = Array.from({ length: n }, (_, i) => String(i)).join('\n')

  it.each([
    ['a line end at the end', `${rows.join('\n')}\n`],
    ['none at the end', rows.join('\n')],
    ['CRLF', `${rows.join('\r\n')}\r\n`],
    ['CRLF and none at the end', rows.join('\r\n')],
    ['blank lines', `\n${rows.join('\n\n')}\n\n`],
  ])(
    'with %s are answered one each, in order, with no line end at the end [S66] [S67]',
    async (_, body) => {
      const { request } = await serve(program, {
        env: { SAGEMAKER_BATCH_STRATEGY: 'MULTI_RECORD' },
      })

      expect(
        (await request('/invocations', { body, headers: { 'content-type': 'text/csv' } })).text,
      ).toBe(expected)
      const table = `${rows.map((row) => JSON.stringify({ V1: Number(row.split(',')[0]) })).join('\n')}\n`
      const lines = { 'content-type': 'application/jsonlines' }
      expect((await request('/invocations', { body: table, headers: lines })).text).toBe(expected)
    },
  )

  it.each(['text/csv', 'application/jsonlines'])(
    'in %s never end in a line end, or always, as the program says [S67]',
    async (accept) => {
      for (const output of [
        [1, 2],
        ['a', 'b'],
        { a: [1] },
        [{ a: 1 }],
        'one\ntwo\n',
        7,
        new Float64Array(),
      ]) {
        const without = await serve(defineProgram({ predict: () => output }))
        const { text } = await without.request('/invocations', {
          body: 'a\n1',
          headers: { accept },
        })
        expect(text).not.toMatch(/\n$/)

        const ending = await serve(defineProgram({ finalNewline: true, predict: () => output }))
        const answer = await ending.request('/invocations', { body: 'a\n1', headers: { accept } })
        expect(answer.text).toBe(text === '' ? '' : `${text}\n`)
      }
    },
  )

  it('are as many as there are rows, also where a row is a table row or an object [S66]', async () => {
    const { request } = await serve(
      defineProgram({
        csv: { header: false },
        predict: (_model, table) => ({ ...table, sum: new Float64Array(rowCount(table)) }),
      }),
    )

    expect(
      (await request('/invocations', { body: `${rows.join('\n')}\n` })).text.split('\n'),
    ).toHaveLength(n)
  })
})
