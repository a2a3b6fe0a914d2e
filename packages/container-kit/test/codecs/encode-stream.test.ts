import { buffer } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { chooseEncoders } from '../../src/codecs/choose-encoders.ts'
import { encodeStream, isStream, type Stream } from '../../src/codecs/encode-stream.ts'
import { streamEncoders } from '../../src/codecs/stream-encoders.ts'

const never = new AbortController().signal

/** The type and the text of a stream as one kind of client gets it. */
async function sent(values: Stream, accept?: string): Promise<[string, string]> {
  const codecs = chooseEncoders(streamEncoders, accept, undefined, undefined)
  const { contentType, body } = await encodeStream(values, codecs, never)
  const isWhole = typeof body === 'string' || body instanceof Uint8Array
  return [contentType, isWhole ? String(body) : (await buffer(body)).toString()]
}

describe('a stream without Accept', () => {
  it.each([
    ['texts', ['a', 'b\n'], 'text/plain', 'ab\n'],
    ['bytes', [Uint8Array.of(97), Uint8Array.of(98)], 'application/octet-stream', 'ab'],
    ['numbers', [1, 2.5], 'application/jsonlines', '1\n2.5\n'],
    ['objects', [{ a: 1 }, { b: [2] }], 'application/jsonlines', '{"a":1}\n{"b":[2]}\n'],
    ['lists', [[1, 2], Float64Array.of(3)], 'application/jsonlines', '[1,2]\n[3]\n'],
    ['nothing', [], 'text/plain', ''],
  ])('of %s is sent as fits it', async (_, values, type, text) => {
    expect(await sent(values.values())).toEqual([type, text])
  })
})

describe('a stream that is accepted', () => {
  it.each([
    ['application/jsonlines', ['a"', 'b'], '"a\\""\n"b"\n'],
    ['text/csv', [1, 2, 'x', [3, 4]], '1\n2\nx\n3\n4\n'],
    ['text/csv', ['1,2', '3,4\n'], '1,2\n3,4\n'],
    [
      'text/csv',
      [
        { a: [1], b: ['x,'] },
        { a: [2], b: ['y'] },
      ],
      'a,b\n1,"x,"\n2,y\n',
    ],
    [
      'text/csv',
      [
        { a: 1, b: 'x' },
        { a: 2, b: 'y' },
      ],
      'a,b\n1,x\n2,y\n',
    ],
    ['text/csv', [[{ a: 1 }, { a: 2 }], { a: 3 }], 'a\n1\n2\n3\n'],
    [
      'text/event-stream',
      ['a\nb', { c: 1 }, '[DONE]'],
      'data: a\ndata: b\n\ndata: {"c":1}\n\ndata: [DONE]\n\n',
    ],
    ['application/json', [1, 'b', { c: 2 }], '[1,"b",{"c":2}]'],
    ['application/json', [], '[]'],
    ['text/csv', [], ''],
  ])('as %s has each value as it comes', async (accept, values, text) => {
    expect(await sent(values.values(), accept)).toEqual([accept, text])
  })

  it.each([
    ['text/plain', [{ a: 1 }]],
    ['application/octet-stream', ['a']],
    ['application/json', [Uint8Array.of(1)]],
    ['text/event-stream', [Uint8Array.of(1)]],
  ])(
    'as %s, which has no form for its first value, is refused with 406',
    async (accept, values) => {
      await expect(sent(values.values(), accept)).rejects.toMatchObject({ statusCode: 406 })
    },
  )

  it('fails at a value that has another form than the first', async () => {
    await expect(sent(['a', 1].values())).rejects.toThrow('another form than the first')
    await expect(sent([{ a: 1 }, { b: 1 }].values(), 'text/csv')).rejects.toThrow(
      'The CSV began with the header "a", but a later value has the header "b".',
    )
    await expect(sent([1, { b: 1 }].values(), 'text/csv')).rejects.toThrow('began with no header')
  })
})

describe('isStream', () => {
  it('takes what gives one value after the other, not what has all of them', () => {
    const streams = [
      (async function* () {})(),
      (function* () {})(),
      new ReadableStream(),
      new Map().values(),
    ]
    const others = [[1], Float64Array.of(1), Buffer.from('a'), 'text', { next: 1 }, new Map(), null]

    expect(streams.map(isStream)).toEqual(streams.map(() => true))
    expect(others.map(isStream)).toEqual(others.map(() => false))
  })
})

describe('a stream that is ended early', () => {
  /** A stream that says when it has let go. */
  function observed() {
    const seen: string[] = []
    async function* values() {
      try {
        yield 'a'
        yield 'b'
      } finally {
        seen.push('let go')
      }
    }
    return { seen, values: values() }
  }

  it('lets go when its reader wants no more', async () => {
    const { seen, values } = observed()
    const { body } = await encodeStream(values, streamEncoders, never)
    for await (const _ of body as AsyncIterable<Uint8Array>) break

    expect(seen).toEqual(['let go'])
  })

  it('lets go when the signal is aborted, also if nobody has begun to read', async () => {
    const { seen, values } = observed()
    const controller = new AbortController()
    await encodeStream(values, streamEncoders, controller.signal)
    controller.abort()

    await expect.poll(() => seen).toEqual(['let go'])
  })

  it('lets go when its first value has no form', async () => {
    const { seen, values } = observed()
    const octets = chooseEncoders(streamEncoders, 'application/octet-stream', undefined, undefined)

    await expect(encodeStream(values, octets, never)).rejects.toThrow('cannot be written')
    expect(seen).toEqual(['let go'])
  })
})
