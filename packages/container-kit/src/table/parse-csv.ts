import { csvBytes } from './csv-bytes.ts'
import {
  asText,
  type CsvOptions,
  type ResolvedCsvOptions,
  resolveCsvOptions,
} from './csv-options.ts'
import { parseUnderLastHeader } from './parse-small.ts'
import type { Table } from './table.ts'
import { TableReader } from './table-reader.ts'

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
  return parseResolved(source, resolveCsvOptions(options))
}

/** The same with options that are resolved once for many texts. */
export function parseResolved(source: string | Uint8Array, options: ResolvedCsvOptions): Table {
  const small = parseUnderLastHeader(source, options)
  if (small !== undefined) return small
  const bytes = csvBytes(source, options)
  const first = read(bytes, options)
  if (first.mixed.size === 0) return first.table
  // Text turned up in columns that began with numbers: their first cells are needed as they were written.
  const again = read(bytes, asText(options, first.mixed), first.mixed)
  return { ...first.table, ...again.table }
}

function read(
  bytes: Buffer,
  options: ResolvedCsvOptions,
  only?: ReadonlySet<string>,
): { table: Table; mixed: ReadonlySet<string> } {
  const reader = new TableReader(options, bytes.length, only)
  reader.begin({ name: options.name, linesBefore: () => 0 })
  reader.read(bytes, true)
  return reader.finish()
}
