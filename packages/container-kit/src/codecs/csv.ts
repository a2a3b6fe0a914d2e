import { HttpError, isContainerError } from '../errors.ts'
import { type CsvOptions, resolveCsvOptions } from '../table/csv-options.ts'
import { formatCsv } from '../table/format-csv.ts'
import { parseResolved } from '../table/parse-csv.ts'
import type { Column, Table } from '../table/table.ts'
import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'
import { asColumn, asTable } from './shapes.ts'
import { tableFromJson } from './table-from-json.ts'

/**
 * Reads and writes `text/csv`. A list of values is written one a line with no header, a table or a list of row
 * objects with one; nothing ends with a line end, because batch transform adds its own.
 */
export function csvCodec(options: CsvOptions): Codec {
  const resolved = resolveCsvOptions({ name: 'The request body', ...options })
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
      if (typeof output === 'string') return output
      if (typeof output === 'number' || typeof output === 'boolean') return String(output)
      const data = csvData(output)
      return data === undefined ? undefined : formatCsv(data).replace(/\n$/, '')
    },
  }
}

/** A list of values, a table or a list of row objects as what CSV is written from; undefined for anything else. */
export function csvData(output: unknown): Column | Table | undefined {
  return asColumn(output) ?? asTable(output) ?? rowsAsTable(output)
}

/** A list of row objects as a table; undefined for anything that is none. */
function rowsAsTable(output: unknown): Table | undefined {
  if (!Array.isArray(output)) return undefined
  try {
    return tableFromJson(output)
  } catch {
    return undefined
  }
}
