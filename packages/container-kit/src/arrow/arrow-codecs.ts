import { bodyTable } from '../codecs/body-table.ts'
import type { Codec } from '../codecs/codec.ts'
import { formatArrow } from './format-arrow.ts'
import { parseArrow } from './parse-arrow.ts'

/**
 * Returns codecs for Apache Arrow: `application/vnd.apache.arrow.stream`, read and written, and
 * `application/vnd.apache.arrow.file`, read. They need the package `apache-arrow`.
 *
 * Numbers of all kinds and decimals become numbers, texts and dictionaries of them texts, booleans the texts `true` and
 * `false`, dates `2024-01-31`, timestamps `2024-01-31T10:00:00.000Z`. What is missing is NaN among numbers and an empty
 * text among texts. Lists, structs, maps, times of day and bytes are refused with 400, as are whole numbers beyond 2^53
 * and compressed record batches. `apache-arrow` trusts the bytes that it reads: a body made to harm can keep it busy for
 * long, so this is for callers that are known.
 *
 * @example
 * ```ts
 * import { runContainer } from '@byo/container-kit'
 * import { arrowCodecs } from '@byo/container-kit/arrow'
 * import { rowCount } from '@byo/container-kit/table'
 *
 * await runContainer({
 *   codecs: [...arrowCodecs()],
 *   predict: (_model, rows) => new Float64Array(rowCount(rows)),
 * })
 * ```
 * @public
 */
export function arrowCodecs(): readonly Codec[] {
  const decode = { table: (body: Uint8Array) => bodyTable(() => parseArrow(body)) }
  return [
    { mediaTypes: ['application/vnd.apache.arrow.stream'], decode, encode: formatArrow },
    { mediaTypes: ['application/vnd.apache.arrow.file'], decode },
  ]
}
