import { HttpError, isContainerError } from '../errors.ts'
import type { CsvOptions } from '../table/csv-options.ts'
import { formatCsv } from '../table/format-csv.ts'
import { parseCsv } from '../table/parse-csv.ts'
import type { Table } from '../table/table.ts'
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
  const hasHeader = (options.header ?? true) === true
  const read = (source: string | Uint8Array): Table => {
    try {
      return parseCsv(source, { name: 'The request body', ...options })
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
      const column = asColumn(output)
      const data = column ?? tableFromOutput(output)
      if (data === undefined) return undefined
      const text = formatCsv(data)
      const start = column === undefined && !hasHeader ? headerOf(data).length : 0
      return text.slice(start, text.endsWith('\n') ? -1 : undefined)
    },
  }
}

/** The first line of a table. */
function headerOf(table: object): string {
  return formatCsv(Object.fromEntries(Object.keys(table).map((name) => [name, []])))
}
