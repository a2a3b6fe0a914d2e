import { Readable } from 'node:stream'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRecordIo } from '../../src/codecs/record-io.ts'
import { wrapped } from '../fixtures/record-io.ts'

/** The records of some bytes that come in chunks of so many. */
async function recordsOf(bytes: Uint8Array, chunk: number): Promise<Uint8Array[]> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, at) =>
    bytes.subarray(at * chunk, (at + 1) * chunk),
  )
  const found: Uint8Array[] = []
  for await (const record of readRecordIo(Readable.from(chunks))) found.push(record)
  return found
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value)

describe('records wrapped in RecordIO [T37]', () => {
  it('come out as they went in, however the bytes are cut', async () => {
    const records = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 50 }), async (given, chunk) => {
        expect(await recordsOf(wrapped(given), chunk)).toEqual(given)
      }),
    )
  })

  it('may be longer than a chunk of a file', async () => {
    const long = Uint8Array.from({ length: 70_001 }, (_, at) => at % 251)
    expect(await recordsOf(wrapped([text('a'), long, text('b')]), 65_536)).toEqual([
      text('a'),
      long,
      text('b'),
    ])
  })

  it('may come in parts, between which stands the magic number', async () => {
    const bytes = Buffer.concat([
      wrapped([text('ab')], 1),
      wrapped([text('cd')], 2),
      wrapped([text('ef')], 3),
      wrapped([text('g')]),
    ])
    const number = Uint8Array.of(0x0a, 0x23, 0xd7, 0xce)
    const whole = Buffer.concat([text('ab'), number, text('cd'), number, text('ef')])
    expect(await recordsOf(bytes, 5)).toEqual([new Uint8Array(whole), text('g')])
  })

  it.each([
    [Buffer.from('no record'), 'There is no RecordIO record at offset 0: expected 0xced7230a'],
    [
      Buffer.concat([wrapped([text('abcd')]), Buffer.from('12345678')]),
      'There is no RecordIO record at offset 12: expected 0xced7230a, found 0x34333231.',
    ],
    [wrapped([text('abcdef')]).subarray(0, 10), 'The RecordIO record at offset 0 is cut off.'],
    [wrapped([text('abc')]).subarray(0, 11), 'The RecordIO record at offset 0 is cut off.'],
    [Buffer.concat([wrapped([text('abcd')]), Buffer.from([1])]), 'offset 12 is cut off.'],
    [wrapped([text('ab')], 1), 'The RecordIO record at offset 12 is cut off.'],
    [wrapped([text('ab')], 3), 'The RecordIO record at offset 0 has the flag 3'],
    [
      Buffer.concat([wrapped([text('ab')], 1), wrapped([text('c')])]),
      'The RecordIO record at offset 12 has the flag 0',
    ],
  ])('are refused where they are none: %#', async (bytes, said) => {
    await expect(recordsOf(bytes, 3)).rejects.toThrow(said)
    await expect(recordsOf(bytes, 3)).rejects.toMatchObject({ code: 'record-io' })
  })

  it('let go of their source when no more are wanted', async () => {
    const source = Readable.from([wrapped([text('a'), text('b')]), wrapped([text('c')])])
    for await (const record of readRecordIo(source)) {
      expect(record).toEqual(text('a'))
      break
    }
    expect(source.destroyed).toBe(true)
  })
})
