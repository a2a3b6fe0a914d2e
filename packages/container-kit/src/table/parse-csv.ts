import { ContainerError } from '../errors.ts'
import { type ColumnBuilder, numberColumn, textColumn } from './column-builder.ts'
import { type CsvOptions, type ResolvedCsvOptions, resolveCsvOptions } from './csv-options.ts'
import { decodeText } from './decode-text.ts'
import { eachRecord } from './each-record.ts'
import { numberInCell } from './number-cell.ts'
import type { Table } from './table.ts'

/**
 * Reads CSV text, or its bytes in UTF-8, into a table.
 *
 * Fields may be quoted as RFC 4180 says; a byte order mark, every kind of line end, blank lines and a missing
 * last line end are fine. A column is numeric if every cell that is not missing is a finite decimal number.
 * Missing are the empty cell, `NA` and `NaN`: they become NaN in a numeric column (also in one that has
 * nothing else) and stay as they are written in a text column.
 *
 * @throws {@link ContainerError} with code `csv`: nothing in it, no rows, a name twice, a record with too few or
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
  const text = plainText(source, resolved)
  const first = readColumns(text, resolved)
  if (first.mixed.length === 0) return first.table
  // Text turned up in columns that began with numbers: their first cells are needed as they were written.
  const types = new Map(resolved.types)
  for (const name of first.mixed) types.set(name, 'text')
  return readColumns(text, { ...resolved, types }).table
}

/** Text without byte order mark and with real line ends. */
function plainText(source: string | Uint8Array, options: ResolvedCsvOptions): string {
  const text =
    typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decodeText(source, options.name)
  return options.literalNewlines ? text.replaceAll('\\n', '\n') : text
}

/** Reads all records once and lists the columns that hold both numbers and, later, text. */
function readColumns(text: string, options: ResolvedCsvOptions): { table: Table; mixed: string[] } {
  const mixed = new Set<number>()
  let names =
    typeof options.header === 'boolean' ? undefined : checkedNames(options.header, options)
  let columns: ColumnBuilder[] | undefined

  eachRecord(text, options, (fields, lineOf) => {
    if (names === undefined) {
      const isHeader = options.header === true
      names = checkedNames(isHeader ? fields : fields.map((_, i) => `V${i + 1}`), options)
      if (isHeader) return
    }
    if (fields.length !== names.length) {
      throw new ContainerError(
        'csv',
        `${options.name}, line ${lineOf()}: expected ${fieldCount(names.length)}, found ${fields.length}.`,
      )
    }
    columns ??= names.map((name, i) => newColumn(name, fields[i]!, options))
    for (let i = 0; i < columns.length; i++) {
      if (columns[i]!.push(fields[i]!)) continue
      if (options.types.get(names[i]!) === 'number')
        throw notANumber(names[i]!, fields[i]!, lineOf(), options)
      mixed.add(i)
    }
  })

  if (names === undefined) throw new ContainerError('csv', `${options.name} is empty.`)
  if (columns === undefined) {
    throw new ContainerError('csv', `${options.name} has a header and no rows.`)
  }
  const header = names
  return {
    table: Object.fromEntries(columns.map((column, i) => [header[i]!, column.finish()])),
    mixed: [...mixed].map((i) => header[i]!),
  }
}

/** The first cell decides what a column of no declared type is taken for, until other cells disagree. */
function newColumn(name: string, firstCell: string, options: ResolvedCsvOptions): ColumnBuilder {
  const declared = options.types.get(name)
  const type = declared ?? (numberInCell(firstCell) === undefined ? 'text' : 'number')
  return type === 'text' ? textColumn() : numberColumn()
}

function checkedNames(
  names: readonly string[],
  { name: text }: ResolvedCsvOptions,
): readonly string[] {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) {
      throw new ContainerError(
        'csv',
        `${text} has two columns named ${JSON.stringify(name)}: give each its own name.`,
      )
    }
    seen.add(name)
  }
  return names
}

function notANumber(
  column: string,
  cell: string,
  line: number,
  { name }: ResolvedCsvOptions,
): Error {
  return new ContainerError(
    'csv',
    `${name}, line ${line}: expected a number in column ${JSON.stringify(column)}, found ${JSON.stringify(cell)}.`,
  )
}

function fieldCount(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`
}
