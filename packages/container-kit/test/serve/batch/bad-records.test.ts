import { expect, it } from 'vitest'
import { defineProgram, HttpError } from '../../../src/index.ts'
import type { Column } from '../../../src/table/index.ts'
import { describeOverBoth } from '../../fixtures/over-both.ts'

/** Doubles a column of numbers; refuses what is negative. `calls` are the numbers of rows it was asked for. */
function doubling(header: boolean, calls: number[] = []) {
  return defineProgram({
    csv: { header },
    badRecords: 'placeholder',
    predict(_model, table) {
      const column: Column = Object.values(table)[0]!
      calls.push(column.length)
      if (!(column instanceof Float64Array)) throw new HttpError(400, 'There is a text.')
      if (column.some((value) => value < 0)) throw new HttpError(422, 'There is a negative number.')
      return column.map((value) => 2 * value)
    },
  })
}

const csv = { 'content-type': 'text/csv' }
const jsonLines = { 'content-type': 'application/jsonlines' }

describeOverBoth('bad records', (serve) => {
  it.each([
    ['a line end at the end', '1\n-1\n3\n'],
    ['none at the end', '1\n-1\n3'],
    ['CRLF', '1\r\n-1\r\n3\r\n'],
    ['blank lines', '\n1\n\n-1\n  \n3\n\n'],
    ['a byte order mark', '\uFEFF1\n-1\n3'],
  ])('in CSV with %s are placeholders, the others in order [S66] [S67] [S68]', async (_, body) => {
    const { request } = await serve(doubling(false))

    const answer = await request('/invocations', { body, headers: csv })

    expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
      200,
      'text/csv',
      '2\nERROR\n6',
    ])
  })

  it('with a header keep it for every part [S68]', async () => {
    const { request } = await serve(doubling(true))
    const body = '"a\n""b"\n1\ntext\n-1\n4\n'

    expect((await request('/invocations', { body, headers: csv })).text).toBe('2\nERROR\nERROR\n8')
  })

  it('may be of any kind: too many fields, open quotes, quoted line ends, bytes that are no text [S68]', async () => {
    const { request } = await serve(
      defineProgram({
        csv: { header: ['n', 's'] },
        badRecords: 'placeholder',
        predict: (_model, { s }) => s!,
      }),
    )
    const lines = ['1,a', '1,2,3', '2,"b\nc"', '3,"d"e', '4,f', '5,"open', '6,g']
    const body = Buffer.concat([
      Buffer.from(`${lines.join('\n')}\n7,`),
      Buffer.of(0xff),
      Buffer.from('\n8,h\n'),
    ])

    expect((await request('/invocations', { body, headers: csv })).text).toBe(
      'a\nERROR\n"b\nc"\nERROR\nf\nERROR\ng\nERROR\nh',
    )
  })

  it('in JSON Lines are objects that say why [S66] [S68]', async () => {
    const { request } = await serve(doubling(true))
    const body = '{"a":1}\r\n{"a":}\n\n{"a":-1}\n[]\n{"a":5}\n'

    const { text } = await request('/invocations', { body, headers: jsonLines })

    expect(text.split('\n').map((line) => JSON.parse(line))).toEqual([
      2,
      { error: expect.stringContaining('not JSON: unexpected "}" at position 5') },
      { error: 'There is a negative number.' },
      { error: expect.stringContaining('no object of values by column name') },
      10,
    ])
  })

  it('cost few predictions more: the good ones stay together [S68]', async () => {
    const calls: number[] = []
    const { request } = await serve(doubling(false, calls))
    const values = Array.from({ length: 4096 }, (_, i) => (i === 1234 ? -1 : i))

    const { text } = await request('/invocations', { body: values.join('\n'), headers: csv })

    expect(text).toBe(values.map((value) => (value < 0 ? 'ERROR' : 2 * value)).join('\n'))
    expect(calls.length).toBeLessThanOrEqual(1 + 2 * 12)
  })

  it('that are all there is are placeholders too, under the text that the program gives [S68]', async () => {
    const { request, stderr } = await serve(
      defineProgram({
        csv: { header: false },
        badRecords: 'placeholder',
        placeholder: 'NA, sorry',
        predict: () => Promise.reject(new HttpError(400, 'Not this.')),
      }),
    )

    expect((await request('/invocations', { body: '1\n2\n', headers: csv })).text).toBe(
      '"NA, sorry"\n"NA, sorry"',
    )
    expect(stderr()).toMatch(/WARN bad records bad=2 of=2 request=\S+ first="?Not this\./)
  })

  it('leave tables their header, once; the line of a bad one is the placeholder [S68]', async () => {
    const { request } = await serve(
      defineProgram({
        badRecords: 'placeholder',
        predict(_model, { a }) {
          if (!(a instanceof Float64Array)) throw new HttpError(400, 'No number.')
          return { twice: a.map((value) => 2 * value), a }
        },
      }),
    )

    expect((await request('/invocations', { body: 'a\n1\n2\nx\n4\n', headers: csv })).text).toBe(
      'twice,a\n2,1\n4,2\nERROR\n8,4',
    )
    expect((await request('/invocations', { body: 'a\nx\n4\n', headers: csv })).text).toBe(
      'twice,a\nERROR\n8,4',
    )
  })

  it.each([
    ['the program does not ask for placeholders', { badRecords: 'fail' as const }, csv, 400],
    ['the answer is no lines', {}, { ...csv, accept: 'application/json' }, 400],
    ['nothing can be answered as is asked', {}, { ...csv, accept: 'image/png' }, 406],
    ['the charset is unknown', {}, { 'content-type': 'text/csv; charset=klingon' }, 415],
    ['the body is not lines', {}, { 'content-type': 'application/json' }, 400],
  ])('refuse the whole request where %s [S68]', async (_, options, headers, status) => {
    const { request } = await serve(defineProgram({ ...doubling(false), ...options }))

    expect((await request('/invocations', { body: '1\n-1,\n', headers })).status).toBe(status)
  })

  it.each([
    [
      'the answer has not a line for each record',
      400,
      (rows: number) => (rows > 1 ? [1] : [1, 2, 3]),
    ],
    [
      'the program breaks',
      500,
      () => {
        throw new Error('broken')
      },
    ],
  ])('refuse the whole request where %s [S68]', async (_, status, predicted) => {
    const { request } = await serve(
      defineProgram({
        csv: { header: false },
        badRecords: 'placeholder',
        predict(_model, { V1 }) {
          if (V1!.length === 3) throw new HttpError(400, 'Too much.')
          return predicted(V1!.length)
        },
      }),
    )

    expect((await request('/invocations', { body: '1\n2\n3', headers: csv })).status).toBe(status)
  })

  it('are no reason to go on when nobody waits any more [S68]', async () => {
    let calls = 0
    const { request } = await serve(
      defineProgram({
        csv: { header: false },
        badRecords: 'placeholder',
        predictTimeoutSeconds: 0.05,
        async predict(_model, _table, { signal }) {
          calls += 1
          if (calls > 1 && !signal.aborted) {
            await new Promise((resolve) => signal.addEventListener('abort', resolve))
          }
          throw new HttpError(400, 'Never.')
        },
      }),
    )

    expect((await request('/invocations', { body: '1\n2\n3\n4', headers: csv })).status).toBe(504)
    await new Promise((resolve) => setImmediate(resolve))
    expect(calls).toBe(2)
  })

  it('end with a line end where the program asks for it [S67]', async () => {
    const { request } = await serve(defineProgram({ ...doubling(false), finalNewline: true }))

    expect((await request('/invocations', { body: '1\n-1', headers: csv })).text).toBe('2\nERROR\n')
  })
})
