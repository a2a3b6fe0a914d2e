import { HttpError, isContainerError } from '../errors.ts'
import { type CsvOptions, resolveCsvOptions } from '../table/csv-options.ts'
import { formatCsv } from '../table/format-csv.ts'
import { parseResolved } from '../table/parse-csv.ts'
import type { Column, Table } from '../table/table.ts'
import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'
import { asColumn } from './shapes.ts'
import { tableFromOutput } from './table-from-output.ts'

/**
 * Reads and writes `text/csv`. A list of values is written one a line with no header, a table or a list of row
 * objects with one, unless what is read has none either; nothing ends with a line end, because batch transform adds
 * its own.
 */
export function csvCodec(options: CsvOptions): Codec {
  const resolved = resolveCsvOptions({ name: 'The request body', ...options })
  const hasHeader = (options.header ?? true) === true
  const read = (source: string | Uint8Array): Table => {
    try {
      return parseResolved(source, resolved)
    } catch (cause) {
      throw isContainerError(cause) ? new HttpError(400, cause.message, { cause }) : cause
    }
  }
  return {
    mediaTypes: ['text/csv'],
    decode: {
      table: (body, charset) => read(charset === 'utf-8' ? body : bodyText(body, charset)),
      text: bodyText,
    },
    encode(output) {
      if (typeof output === 'string') return output.replace(/\r?\n$/, '')
      if (typeof output === 'number' || typeof output === 'boolean') return String(output)
      const data = csvData(output)
      if (data === undefined) return undefined
      const text = formatCsv(data)
      const start = hasHeader ? 0 : headerOf(data).length
      return text.slice(start, text.endsWith('\n') ? -1 : undefined)
    },
  }
}

/** A list of values, a table or a list of row objects as what CSV is written from; undefined for anything else. */
export function csvData(output: unknown): Column | Table | undefined {
  return asColumn(output) ?? tableFromOutput(output)
}

/** The first line of a table, with its end; columns by themselves have none. */
export function headerOf(data: Column | Table): string {
  return Array.isArray(data) || ArrayBuffer.isView(data)
    ? ''
    : formatCsv(Object.fromEntries(Object.keys(data).map((name) => [name, []])))
}
