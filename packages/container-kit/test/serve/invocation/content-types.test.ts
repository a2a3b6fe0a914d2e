import { expect, it } from 'vitest'
import { type Codec, defineProgram, HttpError } from '../../../src/index.ts'
import { type Column, rowCount, type Table } from '../../../src/table/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Answers with the table that it was given. */
const echo = defineProgram({ predict: (_model, rows) => rows })

/** Answers with one number a row. */
const zeros = defineProgram({ predict: (_model, rows) => new Float64Array(rowCount(rows)) })

const asJson = { accept: 'application/json' }

describeOverBoth('Content-Type', (serve) => {
  it.each([
    ['text/csv; charset=utf-8', 'é\n1'],
    ['TEXT/CSV', 'é\n1'],
    ['text/csv;header=present', 'é\n1'],
    ['application/json;charset="utf-8"', '{"é":[1]}'],
    ['application/jsonlines', '{"é":1}'],
    ['APPLICATION/X-NDJSON; x=1', '{"é":1}\n'],
  ])('%s selects the decoder [S21]', async (type, body) => {
    const { request } = await serve(echo)

    const answer = await request('/invocations', {
      body,
      headers: { 'content-type': type, ...asJson },
    })

    expect([answer.status, answer.text]).toEqual([200, '{"é":[1]}'])
  })

  it('may have another charset; one that is unknown is refused with 415 [S21]', async () => {
    const { request } = await serve(echo)
    const send = (charset: string) =>
      request('/invocations', {
        body: Buffer.from('é\n1', 'latin1'),
        headers: { 'content-type': `text/csv; charset=${charset}`, ...asJson },
      })

    expect((await send('latin1')).text).toBe('{"é":[1]}')
    expect((await send('ISO-8859-1')).text).toBe('{"é":[1]}')
    expect((await send('klingon')).status).toBe(415)
    expect((await send('utf-8')).status).toBe(400)
  })

  it('that is missing means CSV for tables, or what the program says; one unknown is refused with 415 and a list [S22]', async () => {
    const csv = await serve(echo)
    expect((await csv.request('/invocations', { body: 'a\n1' })).text).toBe('a\n1')
    const unknown = await csv.request('/invocations', {
      body: 'x',
      headers: { 'content-type': 'image/png' },
    })
    expect(unknown.status).toBe(415)
    expect(JSON.parse(unknown.text).message).toBe(
      'The Content-Type "image/png" is not supported: send text/csv, application/json, application/jsonlines, application/x-npy, application/x-npz.',
    )

    const json = await serve(
      defineProgram({ defaultContentType: 'application/json', predict: (_model, rows) => rows }),
    )
    expect((await json.request('/invocations', { body: '{"a":[1]}' })).text).toBe('{"a":[1]}')
  })
})

describeOverBoth('Accept', (serve) => {
  it.each([
    [undefined, 'text/csv'],
    ['*/*', 'text/csv'],
    ['*/*;q=0.8', 'text/csv'],
    ['application/json', 'application/json'],
    ['text/*', 'text/csv'],
    ['application/*', 'application/json'],
    ['text/csv;q=0.5, application/json', 'application/json'],
    ['text/html, application/jsonlines;q=0.9, */*;q=0.1', 'application/jsonlines'],
    ['application/x-ndjson', 'application/x-ndjson'],
    ['application/json;q=0, application/*', 'application/jsonlines'],
    ['application/x-npy', 'application/x-npy'],
  ])('%s of a request in CSV is answered with %s [S23]', async (accept, type) => {
    const { request } = await serve(zeros)

    const answer = await request('/invocations', {
      body: 'a\n1',
      headers: { 'content-type': 'text/csv', ...(accept === undefined ? {} : { accept }) },
    })

    expect([answer.status, answer.headers['content-type']]).toEqual([200, type])
  })

  it.each(['image/png', 'text/csv;q=0', 'application/x-npz', 'nonsense'])(
    '%s is refused with 406 and a list [S23]',
    async (accept) => {
      const { request } = await serve(zeros)

      const answer = await request('/invocations', { body: 'a\n1', headers: { accept } })

      expect(answer.status).toBe(406)
      expect(JSON.parse(answer.text).message).toContain('accept one of text/csv, application/json')
    },
  )

  it('that is missing or anything means SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT [S23] [S73]', async () => {
    const { request } = await serve(zeros, {
      env: { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'application/json' },
    })
    const typeFor = async (headers: Record<string, string>) =>
      (await request('/invocations', { body: 'a\n1', headers })).headers['content-type']

    expect(await typeFor({})).toBe('application/json')
    expect(await typeFor({ accept: '*/*' })).toBe('application/json')
    expect(await typeFor({ accept: '' })).toBe('application/json')
    expect(await typeFor({ accept: 'text/csv' })).toBe('text/csv')
    expect(await typeFor({ accept: 'text/*' })).toBe('text/csv')
  })

  it('or not, every answer says its type, also an error [S72]', async () => {
    const outputs: Record<string, unknown> = {
      numbers: [1],
      texts: ['a'],
      nothing: [],
      table: { a: [1] },
      object: { a: { b: 1 } },
      bytes: Uint8Array.of(1),
      number: 1,
      text: 'a',
      null: null,
      typed: Int32Array.of(1),
    }
    const { request } = await serve(
      defineProgram({
        input: 'text',
        predict(_model, text) {
          if (text === 'refused') throw new HttpError(422, 'No.')
          return outputs[text]
        },
      }),
    )
    for (const body of [...Object.keys(outputs), 'refused', 'undefined']) {
      for (const type of [
        'text/csv',
        'application/json',
        'application/jsonlines',
        'text/plain',
        'x',
      ]) {
        const { headers } = await request('/invocations', {
          body,
          headers: { 'content-type': type },
        })
        expect(headers['content-type']).toMatch(/^(text|application)\/[\w.-]+$/)
      }
    }
  })
})

describeOverBoth('a CSV body', (serve) => {
  const cases: [string, string, Record<string, Column | readonly number[]>][] = [
    [
      'quoted fields with line ends, commas and quotes',
      's,n\n"a\nb, ""c""",1\n',
      { s: ['a\nb, "c"'], n: [1] },
    ],
    ['a byte order mark', '\uFEFFn\n1\n', { n: [1] }],
    ['CRLF', 's,n\r\na,1\r\n"b\r\nc",2\r\n', { s: ['a', 'b\r\nc'], n: [1, 2] }],
    ['CR', 'n\r1\r2', { n: [1, 2] }],
    ['no line end at the end', 'n\n1\n2', { n: [1, 2] }],
    ['blank lines', '\n\nn\n\n1\n   \n2\n\n', { n: [1, 2] }],
    [
      'missing values',
      's,n\n,\nNA,NA\n',
      { s: [null as never, null as never], n: [null as never, null as never] },
    ],
    ['one line longer than a block', `s\n"${'x'.repeat(100_000)}"\n`, { s: ['x'.repeat(100_000)] }],
  ]
  it.each(cases)('with %s is read [S24]', async (_, body, expected) => {
    const { request } = await serve(echo)

    const answer = await request('/invocations', { body, headers: asJson })

    expect(JSON.parse(answer.text)).toEqual(expected)
  })

  it.each([
    ['a,b\n1\n', 'The request body, line 2: expected 2 fields, found 1.'],
    ['a\n1\n"2', 'The request body, line 3: a quoted field never ends; add the closing quote.'],
    ['a\n"1"2', 'The request body, line 2: a quoted field is followed by more text; double'],
    ['a,a\n1,2', 'The request body has two columns named "a"'],
    ['a\n', 'The request body has a header and no rows.'],
    ['', 'The request body is empty.'],
  ])('that is malformed is refused with 400 and the place: %j [S28]', async (body, message) => {
    const { request } = await serve(echo)

    const answer = await request('/invocations', { body })

    expect([answer.status, JSON.parse(answer.text).message]).toEqual([
      400,
      expect.stringContaining(message),
    ])
  })

  it.each([
    [
      'application/json',
      '[{"a":1},\n{"a":x}]',
      ' is not JSON: unexpected "x" at position 15 (line 2, column 6).',
    ],
    [
      'application/json',
      '[{"a":1}',
      ' is not JSON: it ends too early at position 8 (line 1, column 9).',
    ],
    [
      'application/jsonlines',
      '{"a":1}\n{"a":}\n',
      'Line 2 of the request body is not JSON: unexpected "}" at position 5 ',
    ],
  ])('or JSON: %s %j [S28]', async (type, body, message) => {
    const { request } = await serve(echo)

    const answer = await request('/invocations', { body, headers: { 'content-type': type } })

    expect([answer.status, JSON.parse(answer.text).message]).toEqual([
      400,
      expect.stringContaining(message),
    ])
  })
})

describeOverBoth('a table', (serve) => {
  it.each(['text/csv', 'application/json', 'application/jsonlines', 'application/x-npy'])(
    'in %s comes back as it was sent [S24]',
    async (type) => {
      const { request } = await serve(echo)
      const first = await request('/invocations', {
        body: 'V1,V2\n1,0.1\n-2,1e300\n',
        headers: { accept: type },
      })

      const headers = { 'content-type': type, accept: type }
      const again = await request('/invocations', { body: first.bytes, headers })

      expect([again.status, again.headers['content-type']]).toEqual([200, type])
      expect(again.bytes).toEqual(first.bytes)
      const { text } = await request('/invocations', {
        body: again.bytes,
        headers: { ...headers, ...asJson },
      })
      expect(text).toBe('{"V1":[1,-2],"V2":[0.1,1e+300]}')
    },
  )

  it('is answered without a header where bodies have none', async () => {
    const { request } = await serve(
      defineProgram({
        csv: { header: false },
        predict: (_model, rows) => ({ 'a"\n': rows.V1!, b: rows.V2! }),
      }),
    )

    expect((await request('/invocations', { body: '1,x\n2,y\n' })).text).toBe('1,x\n2,y')
  })

  it('in an array of numbers that cannot be read is refused with 400 [S24]', async () => {
    const { request } = await serve(echo)

    const answer = await request('/invocations', {
      body: 'no array',
      headers: { 'content-type': 'application/x-npy' },
    })

    expect([answer.status, JSON.parse(answer.text).message]).toEqual([
      400,
      'The request body is no NumPy array: it does not begin with \\x93NUMPY.',
    ])
  })

  it('goes through bytes untouched [S24]', async () => {
    const { request } = await serve(
      defineProgram({ input: 'bytes', predict: (_model, body) => body }),
    )
    const body = Uint8Array.from({ length: 256 }, (_, i) => i)

    const { bytes, headers } = await request('/invocations', {
      body,
      headers: { 'content-type': 'application/octet-stream' },
    })

    expect([new Uint8Array(bytes), headers['content-type']]).toEqual([
      body,
      'application/octet-stream',
    ])
  })
})

describeOverBoth('a codec of the program', (serve) => {
  /** `a=1;b=2`, one row a line. */
  class Pairs implements Codec {
    readonly mediaTypes = ['text/x-pairs', 'application/x-ndjson'] as const
    readonly decode = {
      table: async (body: Uint8Array): Promise<Table> => {
        const pairs = String(Buffer.from(body))
          .split(';')
          .map((pair) => pair.split('='))
        return Object.fromEntries(
          pairs.map(([name, value]) => [name, Float64Array.of(Number(value))]),
        )
      },
    }
    readonly #separator = ';'

    encode(output: unknown): string | undefined {
      return Array.isArray(output) ? output.join(this.#separator) : undefined
    }
  }
  const program = defineProgram({
    codecs: [new Pairs()],
    predict: (_model, rows) => Object.keys(rows),
  })
  const invoke = { path: '/invocations', body: 'b=1;a=2' }

  it('reads and writes its types, also those of ours, and leaves the default alone', async () => {
    const { request } = await serve(program)
    for (const type of ['text/x-pairs', 'application/x-ndjson']) {
      const answer = await request(invoke.path, {
        body: invoke.body,
        headers: { 'content-type': type },
      })
      expect([answer.text, answer.headers['content-type']]).toEqual(['b;a', type])
    }

    expect((await request(invoke.path, { body: 'a,b\n1,2' })).text).toBe('a\nb')
    const lines = { 'content-type': 'application/jsonlines' }
    expect((await request(invoke.path, { body: '{"a":1}', headers: lines })).text).toBe('"a"')
  })

  it('that is for no media type ends the program with one sentence', async () => {
    const codec: Codec = { mediaTypes: ['Text/Pairs'], decode: {} }
    const serving = serve(defineProgram({ codecs: [codec], predict: () => 1 }))

    await expect(serving).rejects.toMatchObject({
      exitCode: 1,
      stderr:
        'error: A codec is for "Text/Pairs", which is no media type: write it in lower case, without parameters.\n',
    })
  })
})
