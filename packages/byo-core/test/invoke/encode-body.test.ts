import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBody } from '../../src/invoke/encode-body.ts'
import { parseCsv } from '../../src/invoke/parse-csv.ts'
import type { PredictInput } from '../../src/invoke/predict-input.ts'

function encode(input: PredictInput, contentType?: string) {
  const { bytes, contentType: type } = encodeBody(input, contentType)
  return { type, text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes) }
}

const table = { a: Float64Array.of(1.5, Number.NaN), s: ['x', 'say "y", z'] }

describe('encodeBody', () => {
  it.each<[PredictInput, string, string]>([
    ['1,2\n', 'text/csv', '1,2\n'],
    [new Uint8Array([104, 105]), 'application/octet-stream', 'hi'],
    [table, 'text/csv', 'a,s\n1.5,x\nNaN,"say ""y"", z"\n'],
    [{ a: [1, 2] }, 'text/csv', 'a\n1\n2\n'],
    [{ a: [] }, 'text/csv', 'a\n'],
    [[{ a: 1, s: 'x' }, { a: null }], 'application/json', '[{"a":1,"s":"x"},{"a":null}]'],
    [[1, 2], 'application/json', '[1,2]'],
    [Float64Array.of(1, 2), 'application/json', '[1,2]'],
    [{ a: 1 }, 'application/json', '{"a":1}'],
    [{}, 'application/json', '{}'],
    [{ a: [1, null] }, 'application/json', '{"a":[1,null]}'],
    [{ a: [1, 'x'] }, 'application/json', '{"a":[1,"x"]}'],
    [{ instances: [1, 2] }, 'application/json', '{"instances":[1,2]}'],
    [{ inputs: ['so', 'on'] }, 'application/json', '{"inputs":["so","on"]}'],
  ])('sends %j as %s', (input, type, text) => {
    expect(encode(input)).toEqual({ type, text })
  })

  it.each<[string, PredictInput, string]>([
    [
      'text/csv',
      [
        { a: 1, s: 'x' },
        { s: 'y', b: true },
      ],
      'a,s,b\n1,x,\n,y,true\n',
    ],
    [
      'text/csv; charset=utf-8',
      [
        [1, 'a'],
        [2, 'b,c'],
      ],
      '1,a\n2,"b,c"\n',
    ],
    ['text/csv', [1, 2], '1\n2\n'],
    ['text/csv', Float64Array.of(1, 2), '1\n2\n'],
    ['text/csv', { a: 1, s: 'x' }, 'a,s\n1,x\n'],
    ['text/csv', [null, ' '], '""\n" "\n'],
    ['application/json', table, '{"a":[1.5,null],"s":["x","say \\"y\\", z"]}'],
    ['application/vnd.x+json; charset=utf-8', [1], '[1]'],
    ['application/jsonlines', [{ a: 1 }, [2], 'x'], '{"a":1}\n[2]\n"x"\n'],
    ['application/x-ndjson', { a: [1, 2], s: ['x', 'y'] }, '{"a":1,"s":"x"}\n{"a":2,"s":"y"}\n'],
    ['application/jsonlines', '{}', '{}'],
    ['application/x-own', 'as it is', 'as it is'],
  ])('writes as %s, when that is asked for, %j', (contentType, input, text) => {
    expect(encode(input, contentType)).toEqual({ type: contentType, text })
  })

  it('writes CSV that reads back as it was', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '\uFEFF', 'é', 'x') }),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1 }), { minLength: 1 }), (rows) => {
        expect(parseCsv(encode(rows, 'text/csv').text)).toEqual(rows)
      }),
    )
  })

  it.each<[unknown, string | undefined, string]>([
    [[[1, { b: 2 }]], 'text/csv', 'Row 1 holds an object'],
    [[1], 'text/plain', 'text/plain can be sent as text or bytes only'],
    [{ a: [1, 2], b: [1] }, undefined, 'The columns "a" and "b" have 2 and 1 rows'],
    [{ a: [1, 2], b: [1] }, 'application/jsonlines', 'The columns "a" and "b" have 2 and 1 rows'],
    [undefined, undefined, 'not undefined'],
    [new Map([['a', 1]]), undefined, 'not an object of class Map'],
    [new ArrayBuffer(8), undefined, 'not an object of class ArrayBuffer'],
    [5, undefined, 'not 5'],
    [[1n], undefined, 'cannot be written as JSON'],
  ])('refuses %s as %s', (input, contentType, words) => {
    expect(() => encodeBody(input as PredictInput, contentType)).toThrow(
      expect.objectContaining({
        code: 'invalid-option',
        message: expect.stringContaining(words),
      }),
    )
  })

  it('refuses what is larger than SageMaker takes, and says what takes more', () => {
    expect(encodeBody(new Uint8Array(6_291_456), undefined).bytes).toHaveLength(6_291_456)
    expect(() => encodeBody(new Uint8Array(6_291_457), undefined)).toThrow(
      /6291457 bytes; an endpoint takes at most 6291456 \(6 MiB\).*asynchronous endpoint or a batch/,
    )
    // As many characters as may be, but more bytes.
    expect(() => encodeBody('é'.repeat(4_000_000), undefined)).toThrow('8000000 bytes')
  })

  it('takes no other types than these [G078]', () => {
    const sends = (input: PredictInput) => typeof input
    const prediction = Promise.resolve([1])
    const wrong = () => {
      // @ts-expect-error: a number by itself is no body
      sends(5)
      // @ts-expect-error: nothing is none either
      sends(undefined)
      // @ts-expect-error: JSON has no form for a Map
      sends(new Map())
      // @ts-expect-error: nor for a date in a row
      sends([{ a: new Date(0) }])
      // @ts-expect-error: nor for a function
      sends({ a: () => 1 })
      // @ts-expect-error: nor for a bigint
      sends([1n])
      // @ts-expect-error: an ArrayBuffer has to be a Uint8Array
      sends(new ArrayBuffer(1))
      // @ts-expect-error: what is still awaited
      sends(prediction)
      // @ts-expect-error: a column is of one type
      sends({ a: Float32Array.of(1) })
    }
    expect(wrong).toBeTypeOf('function')
  })
})
