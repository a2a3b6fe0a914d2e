import { ContainerError } from '../errors.ts'
import { type ColumnBuilder, numberColumn, skippedColumn, textColumn } from './column-builder.ts'
import { CsvCursor, OpenQuote } from './csv-cursor.ts'
import type { ResolvedCsvOptions } from './csv-options.ts'
import { rememberHeader } from './parse-small.ts'
import { requireSameColumns } from './same-columns.ts'
import type { Column, Table } from './table.ts'

/** One of the texts that make a table. */
export interface CsvText {
  /** What errors call it. */
  readonly name: string
  /** Counts the lines before an offset, at which a line begins. */
  readonly linesBefore: (offset: number) => number
}

/** Reads records into columns: of one text after the other, all with the same columns, each block by block. */
export class TableReader {
  readonly #options: ResolvedCsvOptions
  /** Length of all texts in bytes. */
  readonly #length: number
  /** The columns to read, if not all. */
  readonly #only: ReadonlySet<string> | undefined
  readonly #mixed = new Set<string>()
  readonly #cursor: CsvCursor
  /** The first text, which gives the order of the columns. */
  #first: { readonly name: string; readonly columns: readonly string[] } | undefined
  /** Names of the columns, in the order of the text. */
  #names: readonly string[] = []
  #columns: ColumnBuilder[] = []
  #isHeaderRead = false
  #rows = 0
  #room = 0
  /** Rows of the texts before. */
  #rowsBefore = 0
  /** Bytes that were read of all blocks before, and of those of the text. */
  #bytes = 0
  #offset = 0

  constructor(options: ResolvedCsvOptions, length: number, only?: ReadonlySet<string>) {
    this.#options = options
    this.#cursor = new CsvCursor(options.delimiter)
    this.#length = length
    this.#only = only
  }

  /** Goes to the next text. */
  begin({ name, linesBefore }: CsvText): void {
    this.#cursor.begin(name, () => linesBefore(this.#offset))
    this.#isHeaderRead = false
    this.#rowsBefore = this.#rows
    this.#offset = 0
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
        if (!this.#isHeaderRead) {
          this.#readHeader()
          this.#isHeaderRead = true
          continue
        }
        if (this.#rows === this.#room) this.#makeRoom()
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
    if (isLast) this.#requireRows()
    this.#bytes += cursor.position
    this.#offset += cursor.position
    return cursor.position
  }

  /** The table, and which of its columns hold both numbers and, later, text: they have to be read again, as text. */
  finish(): { table: Table; mixed: ReadonlySet<string> } {
    const table: Record<string, Column> = {}
    const names = this.#first?.columns ?? []
    // The last text may have had its columns in another order.
    const isSameOrder = this.#names === names
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      if (!this.#isWanted(name)) continue
      const place = isSameOrder ? i : this.#names.indexOf(name)
      setColumn(table, name, this.#columns[place]!.finish(this.#rows))
    }
    return { table, mixed: this.#mixed }
  }

  #requireRows(): void {
    const { name } = this.#cursor
    if (!this.#isHeaderRead) throw new ContainerError('csv', `${name} is empty.`)
    if (this.#rows > this.#rowsBefore) return
    const advice =
      this.#options.header === true && this.#names.some(isNumeral)
        ? ' That line looks like a row: for CSV without a header, give the option header the names of the columns.'
        : ''
    throw new ContainerError('csv', `${name} has a header and no rows.${advice}`)
  }

  #readHeader(): void {
    const { name } = this.#cursor
    const start = this.#cursor.position
    const columns = columnNames(this.#cursor, this.#options)
    rememberHeader(
      this.#options,
      this.#cursor.bytes.subarray(start, this.#cursor.position),
      columns,
    )
    if (this.#first === undefined) {
      this.#first = { name, columns }
      this.#columns = columns.map((column) => this.#newColumn(column))
    } else {
      requireSameColumns(this.#first, { name, columns })
      const builders = new Map(this.#names.map((column, i) => [column, this.#columns[i]!]))
      this.#columns = columns.map((column) => builders.get(column)!)
    }
    this.#names = columns
  }

  #newColumn(name: string): ColumnBuilder {
    if (!this.#isWanted(name)) return skippedColumn()
    return this.#options.types.get(name) === 'text' ? textColumn([]) : numberColumn()
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
  #makeRoom(): void {
    const rows = this.#rows
    const expected = (1.02 * rows * this.#length) / (this.#bytes + this.#cursor.position)
    const room = rows === 0 ? 8 : Math.ceil(Math.min(32 * rows, Math.max(1.25 * rows, expected)))
    for (const column of this.#columns) column.reserve(room)
    this.#room = room
  }
}

/** Adds a column of any name: an assignment would take `__proto__` for something else. */
function setColumn(table: Record<string, Column>, name: string, column: Column): void {
  if (name === '__proto__') Object.defineProperty(table, name, { ...ownProperty, value: column })
  else table[name] = column
}

const ownProperty = { enumerable: true, configurable: true, writable: true }

/** The given names, or those of the first record, or numbers in their place if that is no header. */
function columnNames(cursor: CsvCursor, { header }: ResolvedCsvOptions): readonly string[] {
  const names = typeof header === 'object' ? header : cursor.fields()
  if (header === true) cursor.endRecord()
  else cursor.restartRecord()
  if (header === false) return names.map((_, i) => `V${i + 1}`)
  const seen = new Set<string>()
  const twice = names.find((name) => seen.size === seen.add(name).size)
  if (twice === undefined) return names
  throw new ContainerError(
    'csv',
    `${cursor.name} has two columns named ${JSON.stringify(twice)}: give each its own name.`,
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

function isNumeral(name: string): boolean {
  return name.trim() !== '' && Number.isFinite(Number(name))
}
