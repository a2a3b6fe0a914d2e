import { tooLarge } from './object-failure.ts'
import { splitRecordIo, splitTfRecord } from './split-framed.ts'
import type { SplitType } from './transform-request.ts'

/** How an object is split. */
export interface SplitOptions {
  readonly splitType: SplitType
  /** Whether each record is sent alone: then it comes without its frame. */
  readonly alone: boolean
  /** What a record may have, in bytes. */
  readonly limit: number
}

/**
 * Splits an object into records, of which each one is given as it is to be sent; several come at once where they were read
 * at once. Lines keep their ends; lines without anything are no records.
 *
 * @throws ObjectFailure for a record that is larger than the limit, or is broken.
 */
export function splitRecords(
  stream: AsyncIterable<Buffer>,
  options: SplitOptions,
): AsyncIterable<readonly Buffer[]> {
  switch (options.splitType) {
    case 'Line':
      return splitLines(stream, options.limit)
    case 'RecordIO':
      return splitRecordIo(stream, options)
    case 'TFRecord':
      return splitTfRecord(stream, options)
    default:
      return wholeObject(stream, options.limit)
  }
}

async function* wholeObject(
  stream: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<readonly Buffer[]> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size > limit) throw tooLarge('The object', limit)
  }
  yield [Buffer.concat(chunks, size)]
}

const newline = 10

async function* splitLines(
  stream: AsyncIterable<Buffer>,
  limit: number,
): AsyncGenerator<readonly Buffer[]> {
  /** What has come of a line whose end has not. */
  let started: Buffer[] = []
  let size = 0
  let number = 0
  for await (const chunk of stream) {
    const lines: Buffer[] = []
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      const piece = chunk.subarray(from, end + 1)
      const line = started.length === 0 ? piece : Buffer.concat([...started, piece])
      number += 1
      if (line.byteLength > limit) throw tooLarge(`Record ${number}`, limit)
      if (!isBlank(line)) lines.push(line)
      started = []
      size = 0
      from = end + 1
    }
    if (from < chunk.byteLength) {
      started.push(chunk.subarray(from))
      size += chunk.byteLength - from
      if (size > limit) throw tooLarge(`Record ${number + 1}`, limit)
    }
    if (lines.length > 0) yield lines
  }
  if (size > 0) yield [Buffer.concat(started, size)]
}

/** Whether a line is nothing but its end. */
function isBlank(line: Buffer): boolean {
  return line.byteLength === 1 || (line.byteLength === 2 && line[0] === 13)
}
