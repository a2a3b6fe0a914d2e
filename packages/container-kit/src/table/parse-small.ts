// A server is sent a row or a few, again and again under the same header. To read such a body in one loop takes a fraction of
// what cursor, reader and builders take, whose code the processor has to fetch anew for each request. Only what is plain is
// read here: ASCII, numbers of at most 15 digits without an exponent, texts without quotes inside. Anything else, and
// every error, is left to the table reader, with which this agrees to the last bit.
import { isLineEnd } from './csv-cursor.ts'
import type { ResolvedCsvOptions } from './csv-options.ts'
import type { Column, Table } from './table.ts'

/** A header as it was sent, with its line end, and the names in it. */
export interface KnownHeader {
  readonly bytes: Buffer
  readonly names: readonly string[]
}

/** Remembers with options the header last read, if small texts under it can be read here. */
export function rememberHeader(
  options: ResolvedCsvOptions,
  bytes: Buffer,
  names: readonly string[],
): void {
  const isPlain =
    options.header === true &&
    options.types.size === 0 &&
    bytes.length <= smallBytes &&
    // One without an end could be the beginning of another.
    isLineEnd(bytes.at(-1)) &&
    !names.includes('__proto__')
  if (isPlain) lastHeaders.set(options, { bytes: Buffer.from(bytes), names })
}

/** The table of a small text under the header that options remember; undefined if it has to be read in general. */
export function parseUnderLastHeader(
  source: string | Uint8Array,
  options: ResolvedCsvOptions,
): Table | undefined {
  if (source.length > smallBytes || !Buffer.isBuffer(source)) return undefined
  const header = lastHeaders.get(options)
  return header && parseSmall(source, header, options.delimiter.charCodeAt(0))
}

const lastHeaders: WeakMap<ResolvedCsvOptions, KnownHeader> = new WeakMap()

/** Bytes beyond which the general reader is as quick. */
const smallBytes = 4096

/** The table of a small text that begins with a known header; undefined where it is not as plain as that. */
export function parseSmall(
  bytes: Buffer,
  { bytes: header, names }: KnownHeader,
  separator: number,
): Table | undefined {
  const start = header.length
  if (bytes.length <= start || bytes.compare(header, 0, start, 0, start) !== 0) return undefined
  const rows = countRows(bytes, start)
  const columns: Column[] = []
  const last = names.length - 1
  let at = start
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c <= last; c++) {
      const end = fieldEnd(bytes, at, separator)
      const isQuoted = bytes[at] === quote
      if (row === 0) {
        columns.push(!isQuoted && isNumeric(bytes[at]) ? new Float64Array(rows) : new Array(rows))
      }
      const column = columns[c]!
      if (Array.isArray(column)) {
        const text = isQuoted ? plainText(bytes, at + 1, end - 1) : plainText(bytes, at, end)
        if (text === undefined || (isQuoted && bytes[end - 1] !== quote) || mayBeNumber(text))
          return undefined
        column[row] = text
      } else {
        const value = isQuoted ? Number.NaN : plainNumber(bytes, at, end)
        if (Number.isNaN(value)) return undefined
        ;(column as Float64Array)[row] = value
      }
      if ((bytes[end] === separator) !== c < last) return undefined
      at = end + 1
    }
    if (bytes[at - 1] === carriageReturn && bytes[at] === lineFeed) at += 1
  }
  return at >= bytes.length ? tableOf(names, columns) : undefined
}

/** Lines from here on, if none of them is blank: what is miscounted does not end with the text. */
function countRows(bytes: Buffer, start: number): number {
  let rows = 0
  for (let i = start; i < bytes.length; i++) if (bytes[i] === lineFeed) rows += 1
  return bytes[bytes.length - 1] === lineFeed ? rows : rows + 1
}

/** Where the field that begins here ends, if it is plain. */
function fieldEnd(bytes: Buffer, at: number, separator: number): number {
  let i = at
  while (i < bytes.length) {
    const byte = bytes[i]!
    if (byte === separator || byte === lineFeed || byte === carriageReturn) break
    i += 1
  }
  return i
}

/** Some ASCII as text; undefined if there is a quote, a backslash or a byte of another kind. */
function plainText(bytes: Buffer, start: number, end: number): string | undefined {
  if (end <= start || end - start > longestText) return undefined
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte === quote || byte === backslash || byte < space || byte > tilde) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** Numbers, also in quotes, and `NA` and `NaN` begin so; what begins so and is none is rare enough to be left to others. */
function mayBeNumber(text: string): boolean {
  const first = text.charCodeAt(0)
  return first === letterN || first === letterI || !(first >= letterA)
}

/** A number such as `-12.5`, rounded once: both the digits and the power of ten are doubles without error. */
function plainNumber(bytes: Buffer, start: number, end: number): number {
  let i = start
  const isNegative = bytes[i] === minus
  if (isNegative) i += 1
  let whole = 0
  let point = -1
  const first = i
  for (; i < end; i++) {
    const digit = bytes[i]! - zero
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit
    else if (bytes[i] === fullStop && point === -1 && i > first) point = i
    else return Number.NaN
  }
  if (end - first > maxDigits || end === first || point === end - 1) return Number.NaN
  const value = point === -1 ? whole : whole / powersOfTen[end - point - 1]!
  return isNegative ? -value : value
}

function isNumeric(byte: number | undefined): boolean {
  return byte === minus || (byte !== undefined && byte >= zero && byte <= zero + 9)
}

function tableOf(names: readonly string[], columns: readonly Column[]): Table {
  const table: Record<string, Column> = {}
  for (let c = 0; c < names.length; c++) table[names[c]!] = columns[c]!
  return table
}

const lineFeed = 10
const carriageReturn = 13
const space = 32
const quote = 34
const minus = 45
const fullStop = 46
const zero = 48
const letterA = 65
const letterI = 73
const letterN = 78
const backslash = 92
const tilde = 126
/** With a point, fewer digits than a double has. */
const maxDigits = 15
const longestText = 64
const powersOfTen = Array.from({ length: maxDigits + 1 }, (_, power) => 10 ** power)
