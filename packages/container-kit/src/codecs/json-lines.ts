import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'
import { parseJson, stringifyJson } from './json.ts'
import { asTable, rowsOf } from './shapes.ts'
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
    const table = asTable(output)
    const lines = table === undefined ? listOf(output) : rowsOf(table)
    return lines?.map(stringifyJson).join('\n')
  },
}

function parseLines(text: string): unknown[] {
  return text
    .split('\n')
    .flatMap((line, i) =>
      line.trim() === '' ? [] : [parseJson(line, `Line ${i + 1} of the request body`)],
    )
}

function listOf(output: unknown): readonly unknown[] | undefined {
  if (Array.isArray(output)) return output
  return output instanceof Float64Array ? Array.from(output) : undefined
}
