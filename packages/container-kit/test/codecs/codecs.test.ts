import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allCodecs } from '../../src/codecs/all-codecs.ts'
import {
  encodersOf as allEncodersOf,
  chooseEncoders,
  encodeOutput,
} from '../../src/codecs/choose-encoders.ts'
import { octetStreamCodec } from '../../src/codecs/octet-stream.ts'
import { tableFromJson } from '../../src/codecs/table-from-json.ts'

const all = allCodecs({})
const [csv, json, jsonLines, text] = all
const encodersOf = (accept: string) =>
  chooseEncoders(allEncodersOf(all), accept, undefined, undefined)
const table = { n: Float64Array.of(1, 2.5), s: ['x', 'a,b'] }

describe('an output', () => {
  it.each([
    ['numbers', Float64Array.of(1, Number.NaN), '1\nNaN', '[1,null]', '1\nnull'],
    ['a list of numbers', [1, 2], '1\n2', '[1,2]', '1\n2'],
    ['other typed arrays', Int32Array.of(1, 2), '1\n2', '[1,2]', '1\n2'],
    ['texts', ['a', 'b,c'], 'a\n"b,c"', '["a","b,c"]', '"a"\n"b,c"'],
    [
      'a table',
      table,
      'n,s\n1,x\n2.5,"a,b"',
      '{"n":[1,2.5],"s":["x","a,b"]}',
      '{"n":1,"s":"x"}\n{"n":2.5,"s":"a,b"}',
    ],
    ['rows', [{ n: 1, s: 'x' }], 'n,s\n1,x', '[{"n":1,"s":"x"}]', '{"n":1,"s":"x"}'],
    ['a number', 7, '7', '7', '7'],
    ['a text', 'a\nb', 'a\nb', '"a\\nb"', '"a\\nb"'],
    ['an object', { a: { b: [1] } }, undefined, '{"a":{"b":[1]}}', '{"a":{"b":[1]}}'],
    ['nothing predicted', new Float64Array(), '', '[]', ''],
  ])('that is %s has its form in each type', (_, output, asCsv, asJson, asJsonLines) => {
    expect(csv.encode?.(output)).toBe(asCsv)
    expect(json.encode?.(output)).toBe(asJson)
    expect(jsonLines.encode?.(output)).toBe(asJsonLines)
  })

  it('that is bytes is written as they are, and nowhere else', () => {
    const output = Uint8Array.of(0, 255)

    expect(octetStreamCodec.encode?.(output)).toBe(output)
    for (const codec of [csv, json, jsonLines, text]) expect(codec.encode?.(output)).toBeUndefined()
  })

  it('is written in the first type that has a form for it, or refused with 406', () => {
    expect(encodeOutput({ a: { b: 1 } }, encodersOf('text/csv, application/json;q=0.5'))).toEqual({
      contentType: 'application/json',
      body: '{"a":{"b":1}}',
    })
    expect(() => encodeOutput({ a: { b: 1 } }, encodersOf('text/csv'))).toThrow(
      expect.objectContaining({ statusCode: 406 }),
    )
  })
})

describe('a table', () => {
  it.each([
    [
      'rows',
      [
        { n: 1, s: 'x' },
        { s: 'y', n: 2 },
      ],
    ],
    ['columns', { n: [1, 2], s: ['x', 'y'] }],
    [
      'instances',
      {
        instances: [
          { n: 1, s: 'x' },
          { n: 2, s: 'y' },
        ],
      },
    ],
  ])('is read from %s', (_, value) => {
    expect(tableFromJson(value)).toEqual({ n: Float64Array.of(1, 2), s: ['x', 'y'] })
  })

  it('of one row may be that row', () => {
    expect(tableFromJson({ n: 1, s: 'x' })).toEqual({ n: Float64Array.of(1), s: ['x'] })
  })

  it('has NaN or an empty text where a value is null or left out', () => {
    expect(tableFromJson([{ n: null, s: 'x', e: null }, { n: 1, s: null }, { s: true }])).toEqual({
      n: Float64Array.of(Number.NaN, 1, Number.NaN),
      s: ['x', '', 'true'],
      e: Float64Array.of(Number.NaN, Number.NaN, Number.NaN),
    })
  })

  it.each([
    [7, 'it holds neither rows nor columns'],
    [[], 'it has no rows'],
    [{ n: [] }, 'it has no rows'],
    [[1], 'row 1 is no object of values by column name'],
    [[{}], 'its rows have no values'],
    [[{ n: 1 }, { n: 'x' }], 'column "n" holds "x" where a number is expected'],
    [{ s: ['x', {}] }, 'column "s" holds {} where text is expected'],
    [{ a: [1], b: [1, 2] }, 'column "b" has 2 rows, others 1'],
    [{ a: [1], b: 2 }, 'column "b" is no list'],
  ])('is not found in %j: 400', (value, reason) => {
    expect(() => tableFromJson(value)).toThrow(
      expect.objectContaining({ statusCode: 400, message: expect.stringContaining(reason) }),
    )
  })

  it('is the same after CSV, JSON and JSON Lines', () => {
    const row = fc.record({
      n: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
      s: fc.string().map((x) => `s${x}`),
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const expected = { n: Float64Array.from(rows, ({ n }) => n), s: rows.map(({ s }) => s) }
        for (const codec of [csv, json, jsonLines]) {
          const body = Buffer.from(codec.encode?.(expected) as string)
          expect(codec.decode.table?.(body, 'utf-8')).toEqual(expected)
        }
      }),
    )
  })
})
