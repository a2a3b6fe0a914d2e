import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'
import { parseJson, stringifyJson } from './json.ts'
import { asColumn, asTable, rowsOf } from './shapes.ts'
import { tableFromJson } from './table-from-json.ts'

/** Reads and writes `application/jsonlines`: one JSON value a line, one row a line. */
export const jsonLinesCodec: Codec = {
  mediaTypes: ['application/jsonlines', 'application/x-jsonlines', 'application/x-ndjson'],
  decode: {
    table: (body, charset) => tableFromJson(parseLines(bodyText(body, charset))),
    json: (body, charset) => parseLines(bodyText(body, charset)),
    text: bodyText,
  },
  encode(output) {
    if (output instanceof Uint8Array) return undefined
    const table = asTable(output)
    const values = table === undefined ? listOf(output) : rowsOf(table)
    return values.map((value) => stringifyJson(value) ?? 'null').join('\n')
  },
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      line.trim() === '' ? [] : [parseJson(line, `Line ${i + 1} of the request body`)],
    )
}

/** A list or a typed array as its values; anything else is the one value of the only line. */
function listOf(output: unknown): readonly unknown[] {
  const column = asColumn(output)
  if (column !== undefined) return Array.from<unknown>(column)
  return Array.isArray(output) ? output : [output]
}
