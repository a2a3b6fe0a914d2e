// RecordIO, as MXNet has it and SageMaker wraps records in on request. Little-endian, a record is
//
//   u32 magic 0xCED7230A      u32 flag (3 bits), length (29 bits)      the bytes      zeros up to a multiple of 4
//
// Flag 0 is a whole record. One that holds the magic number itself may come in parts, flags 1 (first), 2
// (between) and 3 (last), with the number left out between them.
import { ContainerError } from '../errors.ts'

/**
 * Takes the records out of RecordIO as it comes, without holding more than one of them.
 *
 * @param source - The bytes in chunks of any size, such as a stream of Node's.
 * @throws ContainerError with code `record-io` and the offset where something else stands.
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs'
 * import { readRecordIo } from '@byo/container-kit'
 *
 * let bytes = 0
 * for await (const record of readRecordIo(createReadStream('train.rec'))) bytes += record.length
 * ```
 * @public
 */
export async function* readRecordIo(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const input = new ByteReader(source)
  try {
    let parts: Uint8Array[] = []
    for (;;) {
      const at = input.offset
      const header = await input.take(8, at)
      if (header === undefined && parts.length === 0) return
      const { flag, length } = readHeader(header, at, parts.length > 0)
      const bytes = await input.take(length, at)
      const padding = await input.take(-length & 3, at)
      if (bytes === undefined || padding === undefined) throw cutOff(at)
      parts.push(bytes)
      if (flag === flags.whole || flag === flags.last) {
        yield joined(parts)
        parts = []
      }
    }
  } finally {
    await input.close()
  }
}

const magic = 0xced7230a

const flags = { whole: 0, first: 1, between: 2, last: 3 } as const

/** Reads a header, of which undefined is none, in the midst of a record's parts or not. */
function readHeader(
  header: Uint8Array | undefined,
  at: number,
  inParts: boolean,
): { readonly flag: number; readonly length: number } {
  if (header === undefined) throw cutOff(at)
  const view = new DataView(header.buffer, header.byteOffset, 8)
  const found = view.getUint32(0, true)
  if (found !== magic) {
    throw new ContainerError(
      'record-io',
      `There is no RecordIO record at offset ${at}: expected 0x${magic.toString(16)}, found 0x${found.toString(16).padStart(8, '0')}.`,
    )
  }
  const word = view.getUint32(4, true)
  const flag = word >>> 29
  const fits = inParts
    ? flag === flags.between || flag === flags.last
    : flag === flags.whole || flag === flags.first
  if (fits) return { flag, length: word & 0x1fffffff }
  throw new ContainerError(
    'record-io',
    `The RecordIO record at offset ${at} has the flag ${flag}, which cannot stand here.`,
  )
}

function cutOff(at: number): ContainerError {
  return new ContainerError('record-io', `The RecordIO record at offset ${at} is cut off.`)
}

/** The parts with the number between them that was left out. */
function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length + 4, -4))
  let at = 0
  for (const [index, part] of parts.entries()) {
    if (index > 0) {
      new DataView(whole.buffer).setUint32(at, magic, true)
      at += 4
    }
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Takes so many bytes at a time from chunks of any size. */
class ByteReader {
  /** How many bytes were taken. */
  offset = 0
  readonly #chunks: AsyncIterator<Uint8Array>
  #rest: Uint8Array = new Uint8Array(0)

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** Lets the source know that no more is wanted. */
  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  /** The next bytes, of the record at `at`, in memory of their own; undefined at the end. Fewer are an error. */
  async take(length: number, at: number): Promise<Uint8Array | undefined> {
    const taken: Uint8Array[] = []
    let missing = length
    while (missing > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#chunks.next()
        if (next.done) {
          if (missing === length) return undefined
          throw cutOff(at)
        }
        this.#rest = next.value
      }
      const part = this.#rest.subarray(0, missing)
      taken.push(part)
      this.#rest = this.#rest.subarray(part.length)
      missing -= part.length
    }
    this.offset += length
    // Chunks may be parts of memory that their source uses again.
    return Uint8Array.from(taken.length === 1 ? taken[0]! : Buffer.concat(taken))
  }
}
