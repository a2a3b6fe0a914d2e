import { ContainerError } from '../errors.ts'

/** Thrown where a quoted field goes on in the next block: the record has to be read again with more of the text. */
export class OpenQuote extends Error {}

/**
 * A place in a block of RFC 4180 bytes that moves on field by field. Records end with `\n`, `\r\n` or `\r`, the last
 * one also with the bytes.
 */
export class CsvCursor {
  bytes: Buffer = noBytes
  /** The same bytes, to be read four at a time. */
  view: DataView = noView
  readonly separator: number
  /** What errors call the bytes. */
  name = ''
  /** The next byte to read; after a field, what ended it. */
  position = 0
  /** Where the text of the field last scanned begins, after an opening quote. */
  start = 0
  /** Where it ends, before a closing quote. */
  end = 0
  #recordStart = 0
  #isLast = true
  /** Counts the lines in front of the block, which only an error wants to know. */
  #linesBefore: () => number = () => 0
  readonly #highestEnd: number

  constructor(delimiter: string) {
    this.separator = delimiter.charCodeAt(0)
    this.#highestEnd = Math.max(this.separator, carriageReturn)
  }

  /** Goes to another text. */
  begin(name: string, linesBefore: () => number): void {
    this.name = name
    this.#linesBefore = linesBefore
  }

  /** Goes to the beginning of a block; every block but the last one ends with a line end. */
  open(block: Buffer, isLast: boolean): void {
    this.bytes = block
    this.view = viewOf(block)
    this.position = 0
    this.#recordStart = 0
    this.#isLast = isLast
  }

  /** Moves to the next record past lines of nothing but spaces; false if there is none. */
  nextRecord(): boolean {
    while (this.position < this.bytes.length) {
      this.#recordStart = this.position
      if (this.bytes[this.position]! > space) return true
      this.scanField()
      // A separator or a quote means that there is a record here after all.
      if (this.bytes[this.position] === this.separator || !this.#isFieldBlank()) {
        this.restartRecord()
        return true
      }
      this.endRecord()
    }
    return false
  }

  /** Scans the field that begins here, whatever it holds, and moves to what ends it. */
  scanField(): void {
    if (this.bytes[this.position] === quote) {
      this.#scanQuoted()
      return
    }
    const { bytes, separator } = this
    let position = this.position
    this.start = position
    // What ends a field lies below digits and letters, so that one comparison passes most bytes by.
    while (
      position < bytes.length &&
      (bytes[position]! > this.#highestEnd || !endsField(bytes[position]!, separator))
    ) {
      position += 1
    }
    this.end = position
    this.position = position
  }

  /** Whether the byte here ends a field; so does the end of all bytes. */
  atFieldEnd(): boolean {
    const byte = this.bytes[this.position]
    return byte === undefined || endsField(byte, this.separator)
  }

  /** The text of the field last scanned, with quotes doubled inside it made single. */
  text(): string {
    const { bytes, start, end } = this
    // Calling into Buffer costs more than a short text itself; up to 12 characters V8 joins without a rope.
    if (end - start <= 12) {
      const text = shortText(bytes, start, end)
      if (text !== undefined) return text
    }
    const text = bytes.toString('utf8', start, end)
    return this.isQuoted() && text.includes('"') ? text.replaceAll('""', '"') : text
  }

  /** Whether the field last scanned stands in quotes: a quote stands only before such a field. */
  isQuoted(): boolean {
    return this.start > 0 && this.bytes[this.start - 1] === quote
  }

  /** Moves past the line end that stands here. */
  endRecord(): void {
    const { bytes, position } = this
    const both = bytes[position] === carriageReturn && bytes[position + 1] === lineFeed
    this.position = position + (both ? 2 : 1)
  }

  /** Reads the whole record anew, from its beginning, as texts. */
  fields(): string[] {
    this.restartRecord()
    this.scanField()
    const texts = [this.text()]
    while (this.bytes[this.position] === this.separator) {
      this.position += 1
      this.scanField()
      texts.push(this.text())
    }
    return texts
  }

  /** Moves back to where the record begins. */
  restartRecord(): void {
    this.position = this.#recordStart
  }

  /** An error that names the bytes and the line, counted from 1, on which the record begins. */
  problem(text: string): ContainerError {
    const line = 1 + this.#linesBefore() + countLineEnds(this.bytes.subarray(0, this.#recordStart))
    return new ContainerError('csv', `${this.name}, line ${line}: ${text}.`)
  }

  #scanQuoted(): void {
    const { bytes } = this
    this.start = this.position + 1
    let end = bytes.indexOf(quote, this.start)
    while (end !== -1 && bytes[end + 1] === quote) end = bytes.indexOf(quote, end + 2)
    if (end === -1) {
      if (!this.#isLast) throw new OpenQuote()
      throw this.problem('a quoted field never ends; add the closing quote')
    }
    this.end = end
    this.position = end + 1
    if (this.atFieldEnd()) return
    throw this.problem('a quoted field is followed by more text; double the quotes inside it')
  }

  #isFieldBlank(): boolean {
    for (let i = this.start; i < this.end; i++) if (this.bytes[i] !== space) return false
    return true
  }
}

/** Text of ASCII characters without quotes; undefined if there are others. */
function shortText(bytes: Uint8Array, start: number, end: number): string | undefined {
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte >= 128 || byte === quote) return undefined
    text += String.fromCharCode(byte)
  }
  return text
}

/** Line ends in whole lines, each of the three kinds counted once. */
export function countLineEnds(bytes: Uint8Array): number {
  let lines = 0
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === lineFeed || (byte === carriageReturn && bytes[i + 1] !== lineFeed)) lines += 1
  }
  return lines
}

/** Where the last whole line of some bytes ends; 0 if none does. A `\r` at the very end may be half of a line end. */
export function endOfLines(bytes: Buffer): number {
  const returns = bytes.length > 1 ? bytes.lastIndexOf(carriageReturn, bytes.length - 2) : -1
  return Math.max(bytes.lastIndexOf(lineFeed), returns) + 1
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}

export function isLineEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === carriageReturn
}

function endsField(byte: number, separator: number): boolean {
  return byte === separator || byte === lineFeed || byte === carriageReturn
}

const noBytes = Buffer.alloc(0)
const noView = viewOf(noBytes)
const lineFeed = 10
const carriageReturn = 13
const space = 32
const quote = 34
