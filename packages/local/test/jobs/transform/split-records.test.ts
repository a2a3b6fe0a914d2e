import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitRecords } from '../../../src/jobs/transform/split-records.ts'
import type { SplitType } from '../../../src/jobs/transform/transform-request.ts'
import { crc32c } from '../../../src/protocols/crc32c.ts'

interface Options {
  readonly alone?: boolean
  readonly limit?: number
  /** Bytes that are read at a time. */
  readonly piece?: number
}

async function split(splitType: SplitType, bytes: Buffer, options: Options = {}) {
  const { alone = true, limit = Number.POSITIVE_INFINITY, piece = 5 } = options
  async function* stream() {
    for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece)
  }
  const records: Buffer[] = []
  for await (const group of splitRecords(stream(), { splitType, alone, limit }))
    records.push(...group)
  return records
}
const texts = (records: readonly Buffer[]) => records.map((record) => record.toString())

describe('lines', () => {
  it('are the same however they are read, and together what was there but for empty ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.stringMatching(/^[ab]{0,9}$/)),
        fc.integer({ min: 1, max: 20 }),
        async (lines, piece) => {
          const records = await split('Line', Buffer.from(lines.join('\n')), { piece })
          const given = texts(records).map((line) => line.replace('\n', ''))
          expect(given).toEqual(lines.filter((line) => line !== ''))
        },
      ),
    )
  })

  it('are refused as soon as one is too large, whether its end has come or not', async () => {
    const endless = Buffer.from(`1\n${'x'.repeat(40)}`)
    await expect(split('Line', endless, { limit: 10 })).rejects.toThrow('Record 2 is larger than')
    await expect(split('Line', Buffer.from('12345678901\n'), { limit: 10 })).rejects.toThrow(
      'Record 1 is larger than',
    )
  })
})

const recordIo = (bytes: Buffer, position = 0): Buffer => {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(0xced7230a, 0)
  head.writeUInt32LE(((position << 29) | bytes.length) >>> 0, 4)
  return Buffer.concat([head, bytes, Buffer.alloc(-bytes.length & 3)])
}

describe('RecordIO', () => {
  const magic = Buffer.from([0x0a, 0x23, 0xd7, 0xce])
  const parts = [
    recordIo(Buffer.from('one')),
    Buffer.concat([
      recordIo(Buffer.from('be'), 1),
      recordIo(Buffer.from('twe'), 2),
      recordIo(Buffer.from('en'), 3),
    ]),
  ]

  it('comes without frames where records are sent alone, and with them where not', async () => {
    const bytes = Buffer.concat(parts)
    expect(await split('RecordIO', bytes)).toEqual([
      Buffer.from('one'),
      Buffer.concat([Buffer.from('be'), magic, Buffer.from('twe'), magic, Buffer.from('en')]),
    ])
    expect(await split('RecordIO', bytes, { alone: false })).toEqual(parts)
  })

  it('is refused where it is broken, cut or too large', async () => {
    const [one] = parts as [Buffer, Buffer]
    await expect(split('RecordIO', Buffer.from('no magic here'))).rejects.toThrow(
      'Record 1 is no RecordIO: it does not begin with the magic number.',
    )
    await expect(split('RecordIO', one.subarray(0, 9))).rejects.toThrow('in the middle')
    await expect(split('RecordIO', one.subarray(0, 7))).rejects.toThrow('in its head')
    await expect(split('RecordIO', recordIo(Buffer.from('a'), 1))).rejects.toThrow('in the middle')
    await expect(split('RecordIO', one, { limit: 2 })).rejects.toThrow('Record 1 is larger')
  })
})

/** CRC-32C as TensorFlow masks it, written as its formula stands in the documentation of TFRecord. */
const masked = (bytes: Buffer): number => {
  const crc = BigInt(crc32c(bytes))
  return Number(BigInt.asUintN(32, ((crc >> 15n) | (crc << 17n)) + 0xa282ead8n))
}
const tfRecord = (bytes: Buffer): Buffer => {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(bytes.length))
  const crcs = [length, bytes].map((one) => {
    const crc = Buffer.alloc(4)
    crc.writeUInt32LE(masked(one))
    return crc
  })
  return Buffer.concat([length, crcs[0] as Buffer, bytes, crcs[1] as Buffer])
}

describe('TFRecord', () => {
  const parts = ['first', '', 'third one'].map((text) => tfRecord(Buffer.from(text)))

  it('comes without frames where records are sent alone, and with them where not', async () => {
    const bytes = Buffer.concat(parts)
    expect(texts(await split('TFRecord', bytes))).toEqual(['first', '', 'third one'])
    expect(await split('TFRecord', bytes, { alone: false })).toEqual(parts)
  })

  it('is refused where a checksum is wrong, or it is cut or too large', async () => {
    const [one] = parts as [Buffer]
    const changed = (at: number): Buffer => {
      const bytes = Buffer.from(one)
      bytes[at] = (bytes[at] as number) ^ 1
      return bytes
    }
    await expect(split('TFRecord', changed(0))).rejects.toThrow('the checksum of its length')
    await expect(split('TFRecord', changed(12))).rejects.toThrow('its checksum is wrong')
    await expect(split('TFRecord', one.subarray(0, 20))).rejects.toThrow('in the middle')
    await expect(split('TFRecord', one.subarray(0, 5))).rejects.toThrow('in its head')
    await expect(split('TFRecord', one, { limit: 4 })).rejects.toThrow('Record 1 is larger')
  })
})
