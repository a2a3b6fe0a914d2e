import { formatCsv } from '../table/format-csv.ts'
import type { Codec } from './codec.ts'
import { csvCodec, csvData, headerOf } from './csv.ts'
import { eventStreamCodec, formatEvent } from './event-stream.ts'
import { jsonCodec, stringifyJson } from './json.ts'
import { jsonLinesCodec } from './json-lines.ts'
import { octetStreamCodec } from './octet-stream.ts'
import { textCodec } from './text.ts'

/** Writes bodies of one media type value by value. */
export interface StreamEncoder {
  readonly contentType: string
  /** Begins a body. */
  begin(): StreamWriter
}

/** Writes one body. */
export interface StreamWriter {
  /** The part of the body that a value is, or undefined if this type has none for it. */
  write(value: unknown): string | Uint8Array | undefined
  /** What stands after the last value. */
  end?(): string
}

/**
 * The types that a stream can have, the one to prefer first: text is sent as it is, and so are bytes; for anything else
 * JSON Lines comes first. JSON stands last, because nobody can read a list before its end.
 */
export const streamEncoders: readonly StreamEncoder[] = [
  ...typed(textCodec, () => ({
    write: (value) => (typeof value === 'string' ? value : undefined),
  })),
  ...typed(octetStreamCodec, () => ({
    write: (value) => (value instanceof Uint8Array ? value : undefined),
  })),
  ...typed(jsonLinesCodec, () => ({ write: jsonLine })),
  ...typed(csvCodec({}), beginCsv),
  ...typed(eventStreamCodec, () => ({ write: formatEvent })),
  ...typed(jsonCodec, beginJson),
]

function typed({ mediaTypes }: Codec, begin: StreamEncoder['begin']): readonly StreamEncoder[] {
  return mediaTypes.map((contentType) => ({ contentType, begin }))
}

function jsonLine(value: unknown): string | undefined {
  const text = stringifyJson(value)
  return text === undefined ? undefined : `${text}\n`
}

/** One or more lines a value, each ended so that a reader has it whole; the header stands once. */
function beginCsv(): StreamWriter {
  let header: string | undefined
  return {
    write(value) {
      const part = csvPart(value)
      if (part === undefined) return undefined
      if (header !== undefined && part.header !== header) {
        throw new Error(
          `The CSV began with ${describeHeader(header)}, but a later value has ${describeHeader(part.header)}.`,
        )
      }
      const text = header === undefined ? part.header + part.lines : part.lines
      header = part.header
      return text
    },
  }
}

/** A value as CSV: text, a number, a list, a table, rows or one row. */
function csvPart(value: unknown): { readonly header: string; readonly lines: string } | undefined {
  if (typeof value === 'string')
    return { header: '', lines: value.endsWith('\n') ? value : `${value}\n` }
  if (typeof value === 'number' || typeof value === 'boolean')
    return { header: '', lines: `${value}\n` }
  const data = csvData(value) ?? csvData([value])
  if (data === undefined) return undefined
  const header = headerOf(data)
  return { header, lines: formatCsv(data).slice(header.length) }
}

function describeHeader(header: string): string {
  return header === '' ? 'no header' : `the header ${JSON.stringify(header.trimEnd())}`
}

/** One list of all values. */
function beginJson(): StreamWriter {
  let isFirst = true
  return {
    write(value) {
      const text = stringifyJson(value)
      if (text === undefined) return undefined
      const before = isFirst ? '[' : ','
      isFirst = false
      return before + text
    },
    end: () => (isFirst ? '[]' : ']'),
  }
}
