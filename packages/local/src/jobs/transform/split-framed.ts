import { crc32c } from '../../protocols/crc32c.ts'
import { ByteReader } from './byte-reader.ts'
import { ObjectFailure, tooLarge } from './object-failure.ts'
import type { SplitOptions } from './split-records.ts'

/** What starts every part of a RecordIO record. */
const magic = 0xced7230a

/**
 * Splits RecordIO as MXNet writes it: magic number; 3 bits that say which part of a record this is and 29 bits of length, both
 * as little-endian u32; the bytes; zeros up to a multiple of four. Bytes that hold the magic number are split there into parts.
 */
export async function* splitRecordIo(
  stream: AsyncIterable<Buffer>,
  { alone, limit }: SplitOptions,
): AsyncGenerator<readonly Buffer[]> {
  const reader = new ByteReader(stream)
  try {
    for (let number = 1; ; number += 1) {
      const framed: Buffer[] = []
      const content: Buffer[] = []
      for (let isWhole = false; !isWhole; ) {
        const part = await readPart(reader, number, limit)
        if (part === undefined && framed.length === 0) return
        if (part === undefined) throw broken('RecordIO', number, 'it ends in the middle')
        if (content.length > 0) content.push(part.head.subarray(0, 4))
        framed.push(part.head, part.bytes, part.padding)
        content.push(part.bytes)
        // 0 is a whole record, 1 the first of several parts, 2 one between, 3 the last.
        isWhole = part.position === 0 || part.position === 3
        checkSize(alone ? content : framed, number, limit)
      }
      yield [Buffer.concat(alone ? content : framed)]
    }
  } finally {
    await reader.close()
  }
}

interface RecordIoPart {
  readonly position: number
  readonly head: Buffer
  readonly bytes: Buffer
  readonly padding: Buffer
}

async function readPart(
  reader: ByteReader,
  number: number,
  limit: number,
): Promise<RecordIoPart | undefined> {
  const head = await reader.read(8)
  if (head.byteLength === 0) return undefined
  if (head.byteLength < 8) throw broken('RecordIO', number, 'it ends in its head')
  if (head.readUInt32LE(0) !== magic)
    throw broken('RecordIO', number, 'it does not begin with the magic number')
  const word = head.readUInt32LE(4)
  const length = word & 0x1fff_ffff
  if (length > limit) throw tooLarge(`Record ${number}`, limit)
  const padded = await reader.read(length + (-length & 3))
  if (padded.byteLength < length) throw broken('RecordIO', number, 'it ends in the middle')
  const bytes = padded.subarray(0, length)
  return { position: word >>> 29, head, bytes, padding: padded.subarray(length) }
}

/**
 * Splits TFRecord files: length as little-endian u64, its masked CRC-32C as u32, the bytes, and theirs.
 */
export async function* splitTfRecord(
  stream: AsyncIterable<Buffer>,
  { alone, limit }: SplitOptions,
): AsyncGenerator<readonly Buffer[]> {
  const reader = new ByteReader(stream)
  try {
    for (let number = 1; ; number += 1) {
      const head = await reader.read(12)
      if (head.byteLength === 0) return
      if (head.byteLength < 12) throw broken('TFRecord', number, 'it ends in its head')
      if (maskedCrc(head.subarray(0, 8)) !== head.readUInt32LE(8))
        throw broken('TFRecord', number, 'the checksum of its length is wrong')
      const length = Number(head.readBigUInt64LE(0))
      const frame = alone ? 0 : 16
      if (length + frame > limit) throw tooLarge(`Record ${number}`, limit)
      const rest = await reader.read(length + 4)
      if (rest.byteLength < length + 4) throw broken('TFRecord', number, 'it ends in the middle')
      const bytes = rest.subarray(0, length)
      if (maskedCrc(bytes) !== rest.readUInt32LE(length))
        throw broken('TFRecord', number, 'its checksum is wrong')
      yield [alone ? bytes : Buffer.concat([head, rest])]
    }
  } finally {
    await reader.close()
  }
}

/** TensorFlow masks checksums, since those of bytes that hold checksums are weak. */
function maskedCrc(bytes: Buffer): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

function checkSize(pieces: readonly Buffer[], number: number, limit: number): void {
  const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  if (size > limit) throw tooLarge(`Record ${number}`, limit)
}

function broken(format: string, number: number, reason: string): ObjectFailure {
  return new ObjectFailure('ClientError', `Record ${number} is no ${format}: ${reason}.`)
}
