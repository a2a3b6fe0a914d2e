import { ContainerError } from '../errors.ts'
import { type ColumnBuilder, numberColumn, skippedColumn, textColumn } from './column-builder.ts'
import { CsvCursor, OpenQuote } from './csv-cursor.ts'
import type { ResolvedCsvOptions } from './csv-options.ts'
import type { Column, Table } from './table.ts'

/** Where the text comes from, as far as its reader has to know. */
export interface TextSource {
  /** Length of the text in bytes. */
  readonly length: number
  /** Counts the lines before an offset, at which a line begins. */
  readonly linesBefore: (offset: number) => number
}

/** Reads records into columns, block by block. */
export class TableReader {
  readonly #options: ResolvedCsvOptions
  readonly #cursor: CsvCursor
  readonly #length: number
  /** The columns to read, if not all. */
  readonly #only: ReadonlySet<string> | undefined
  readonly #mixed = new Set<string>()
  #names: readonly string[] = []
  #columns: ColumnBuilder[] | undefined
  #rows = 0
  #room = 0
  /** Bytes that were read of the blocks before. */
  #before = 0

  constructor(options: ResolvedCsvOptions, source: TextSource, only?: ReadonlySet<string>) {
    this.#options = options
    this.#cursor = new CsvCursor(options.delimiter, options.name, () =>
      source.linesBefore(this.#before),
    )
    this.#length = source.length
    this.#only = only
  }

  /**
   * Reads the records of a block and returns how many bytes that were: less than all where the last record goes on
   * in the next block.
   *
   * @param block - whole lines, or the end of the text
   */
  read(block: Buffer, isLast: boolean): number {
    const cursor = this.#cursor
    cursor.open(block, isLast)
    try {
      while (cursor.nextRecord()) {
        if (this.#columns === undefined) {
          this.#columns = this.#readHeader()
          continue
        }
        if (this.#rows === this.#room) this.#makeRoom(this.#columns)
        this.#readRecord(this.#columns)
        this.#rows += 1
      }
    } catch (error) {
      if (!(error instanceof OpenQuote)) throw error
      cursor.restartRecord()
      if (block.length - cursor.position > longestRecord) {
        throw cursor.problem('a quoted field goes on for 512 MB and more; add the closing quote')
      }
    }
    this.#before += cursor.position
    return cursor.position
  }

  /** The table, and which of its columns hold both numbers and, later, text: they have to be read again, as text. */
  finish(): { table: Table; mixed: ReadonlySet<string> } {
    const columns = this.#columns
    const { name } = this.#options
    if (columns === undefined) throw new ContainerError('csv', `${name} is empty.`)
    if (this.#rows === 0) throw new ContainerError('csv', `${name} has a header and no rows.`)
    const entries = columns.flatMap((column, i): [string, Column][] =>
      this.#isWanted(this.#names[i]!) ? [[this.#names[i]!, column.finish(this.#rows)]] : [],
    )
    return { table: Object.fromEntries(entries), mixed: this.#mixed }
  }

  #readHeader(): ColumnBuilder[] {
    this.#names = columnNames(this.#cursor, this.#options)
    return this.#names.map((name) => {
      if (!this.#isWanted(name)) return skippedColumn()
      return this.#options.types.get(name) === 'text' ? textColumn([]) : numberColumn()
    })
  }

  #isWanted(name: string): boolean {
    return this.#only === undefined || this.#only.has(name)
  }

  #readRecord(columns: ColumnBuilder[]): void {
    const cursor = this.#cursor
    const last = columns.length - 1
    for (let i = 0; i <= last; i++) {
      if (!columns[i]!.read(cursor, this.#rows)) this.#takeText(columns, i)
      const more = cursor.bytes[cursor.position] === cursor.separator
      if (more !== i < last) throw ragged(cursor, columns.length)
      if (more) cursor.position += 1
    }
    cursor.endRecord()
  }

  /** A column of no declared type is what its first row makes of it, until other rows disagree. */
  #takeText(columns: ColumnBuilder[], i: number): void {
    const name = this.#names[i]!
    if (this.#options.types.get(name) === 'number') throw notANumber(this.#cursor, name)
    if (this.#rows === 0) columns[i] = textColumn([this.#cursor.text()])
    else this.#mixed.add(name)
  }

  /**
   * Room for the rows that the text will have if they go on as they began, so that columns hardly ever have to be
   * copied; step by step, as the first few may tell little.
   */
  #makeRoom(columns: readonly ColumnBuilder[]): void {
    const rows = this.#rows
    const expected = (1.02 * rows * this.#length) / (this.#before + this.#cursor.position)
    const room = rows === 0 ? 8 : Math.ceil(Math.min(32 * rows, Math.max(1.25 * rows, expected)))
    for (const column of columns) column.reserve(room)
    this.#room = room
  }
}

/** The given names, or those of the first record, or numbers in their place if that is no header. */
function columnNames(
  cursor: CsvCursor,
  { header, name: text }: ResolvedCsvOptions,
): readonly string[] {
  const names = typeof header === 'object' ? header : cursor.fields()
  if (header === true) cursor.endRecord()
  else cursor.restartRecord()
  if (header === false) return names.map((_, i) => `V${i + 1}`)
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice === undefined) return names
  throw new ContainerError(
    'csv',
    `${text} has two columns named ${JSON.stringify(twice)}: give each its own name.`,
  )
}

function ragged(cursor: CsvCursor, expected: number): Error {
  const found = cursor.fields().length
  return cursor.problem(
    `expected ${expected === 1 ? '1 field' : `${expected} fields`}, found ${found}`,
  )
}

function notANumber(cursor: CsvCursor, column: string): Error {
  const cell = JSON.stringify(cursor.text())
  return cursor.problem(`expected a number in column ${JSON.stringify(column)}, found ${cell}`)
}

/** No string can be longer than this many bytes. */
const longestRecord = 2 ** 29
