import { csvBytes, withoutMark } from '../table/csv-bytes.ts'
import { CsvCursor } from '../table/csv-cursor.ts'
import { type CsvOptions, resolveCsvOptions } from '../table/csv-options.ts'
import { jsonLinesCodec } from './json-lines.ts'
import { parseMediaType } from './media-type.ts'

/** A body of one record a line, taken apart. */
export interface LineRecords {
  /** What has to stand in front of any of the records: the header of CSV, with a line end; nothing where there is none. */
  readonly head: Buffer
  /** The records without line ends. Blank lines are none. */
  readonly records: readonly Buffer[]
}

/** What takes bodies of a Content-Type apart; undefined where they are not lines of records. */
export function lineSplitter(
  contentType: string,
  csv: CsvOptions,
): ((body: Uint8Array) => LineRecords) | undefined {
  const { type, charset } = parseMediaType(contentType) ?? { type: '', charset: '' }
  // Of other charsets a line end is the byte that it is in ASCII.
  if (charset.startsWith('utf-16')) return undefined
  if (type === 'text/csv') return (body) => csvRecords(body, csv)
  return jsonLinesCodec.mediaTypes.includes(type) ? jsonLinesRecords : undefined
}

function jsonLinesRecords(body: Uint8Array): LineRecords {
  const bytes = withoutMark(Buffer.from(body.buffer, body.byteOffset, body.length))
  const records: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineFeed, start)
    const end = found === -1 ? bytes.length : found
    const line = bytes.subarray(start, end)
    if (line.toString('latin1').trim() !== '') records.push(line)
    start = end + 1
  }
  return { head: nothing, records }
}

/** A quoted field may hold line ends; where a quote is not closed as it should be, the record is the line. */
function csvRecords(body: Uint8Array, options: CsvOptions): LineRecords {
  const resolved = resolveCsvOptions(options)
  const bytes = bytesOf(body, options)
  const cursor = new CsvCursor(resolved.delimiter)
  cursor.open(bytes, true)
  const records: Buffer[] = []
  while (cursor.nextRecord()) {
    const start = cursor.position
    cursor.position = endOfRecord(cursor) ?? endOfLine(bytes, start)
    records.push(bytes.subarray(start, cursor.position))
    cursor.endRecord()
  }
  const [header] = records
  if (resolved.header !== true || header === undefined) return { head: nothing, records }
  return { head: Buffer.concat([header, Buffer.from('\n')]), records: records.slice(1) }
}

/** The bytes that CSV is read from; as they are where they are no UTF-8, so that only the records at fault are bad. */
function bytesOf(body: Uint8Array, options: CsvOptions): Buffer {
  try {
    return csvBytes(body, resolveCsvOptions(options))
  } catch {
    return withoutMark(Buffer.from(body.buffer, body.byteOffset, body.length))
  }
}

/** Where the record at the cursor ends; undefined if a quote in it is wrong. */
function endOfRecord(cursor: CsvCursor): number | undefined {
  try {
    cursor.scanField()
    while (cursor.bytes[cursor.position] === cursor.separator) {
      cursor.position += 1
      cursor.scanField()
    }
    return cursor.position
  } catch {
    return undefined
  }
}

function endOfLine(bytes: Buffer, start: number): number {
  let end = start
  while (end < bytes.length && bytes[end] !== lineFeed && bytes[end] !== carriageReturn) end += 1
  return end
}

const nothing = Buffer.alloc(0)
const lineFeed = 10
const carriageReturn = 13
