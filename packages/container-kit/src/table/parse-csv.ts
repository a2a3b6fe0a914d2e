import { ContainerError } from '../errors.ts'
import { type ColumnBuilder, numberColumn, textColumn } from './column-builder.ts'
import { csvBytes } from './csv-bytes.ts'
import { CsvCursor } from './csv-cursor.ts'
import { type CsvOptions, type ResolvedCsvOptions, resolveCsvOptions } from './csv-options.ts'
import type { Table } from './table.ts'

/**
 * Reads CSV text, or its bytes in UTF-8, into a table.
 *
 * Fields may be quoted as RFC 4180 says; a byte order mark, every kind of line end, blank lines and a missing
 * last line end are fine. A column is numeric if every cell that is not missing is a finite decimal number.
 * Missing are the empty cell, `NA` and `NaN`: they become NaN in a numeric column (also in one that has
 * nothing else) and stay as they are written in a text column.
 *
 * @throws ContainerError with code `csv`: nothing in it, no rows, a name twice, a record with too few or
 * too many fields, a quote that is never closed; the message names the text and the line.
 * @example
 * ```ts
 * import { parseCsv } from '@byo/container-kit/table'
 *
 * parseCsv('width,species\n3.5,"setosa"\n,NA\n') // { width: Float64Array [3.5, NaN], species: ['setosa', 'NA'] }
 * ```
 * @public
 */
export function parseCsv(source: string | Uint8Array, options: CsvOptions = {}): Table {
  const resolved = resolveCsvOptions(options)
  const bytes = csvBytes(source, resolved)
  const first = readColumns(bytes, resolved)
  if (first.mixed.length === 0) return first.table
  // Text turned up in columns that began with numbers: their first cells are needed as they were written.
  const types = new Map(resolved.types)
  for (const name of first.mixed) types.set(name, 'text')
  return readColumns(bytes, { ...resolved, types }).table
}

/** Reads all records once and lists the columns that hold both numbers and, later, text. */
function readColumns(
  bytes: Buffer,
  options: ResolvedCsvOptions,
): { table: Table; mixed: string[] } {
  const cursor = new CsvCursor(bytes, options.delimiter, options.name)
  const names = columnNames(cursor, options)
  const columns = names.map((name) => newColumn(options.types.get(name)))
  const mixed = new Set<string>()
  const last = columns.length - 1
  let rows = 0
  for (; cursor.nextRecord(); rows++) {
    for (let i = 0; i <= last; i++) {
      if (!columns[i]!.read(cursor)) {
        if (options.types.get(names[i]!) === 'number') throw notANumber(cursor, names[i]!)
        // A column of no declared type is what its first row makes of it, until other rows disagree.
        if (rows === 0) columns[i] = textColumn([cursor.text()])
        else mixed.add(names[i]!)
      }
      const more = bytes[cursor.position] === cursor.separator
      if (more !== i < last) throw ragged(cursor, names.length)
      if (more) cursor.position += 1
    }
    cursor.endRecord()
  }
  if (rows === 0) throw new ContainerError('csv', `${options.name} has a header and no rows.`)
  return {
    table: Object.fromEntries(columns.map((column, i) => [names[i]!, column.finish()])),
    mixed: [...mixed],
  }
}

/** The given names, or those of the first record, or numbers in their place if that is no header. */
function columnNames(
  cursor: CsvCursor,
  { header, name: text }: ResolvedCsvOptions,
): readonly string[] {
  if (!cursor.nextRecord()) throw new ContainerError('csv', `${text} is empty.`)
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

function newColumn(type: 'number' | 'text' | undefined): ColumnBuilder {
  return type === 'text' ? textColumn([]) : numberColumn()
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
