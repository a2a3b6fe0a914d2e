import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { bodyTable, outputTable } from '../codecs/body-table.ts'
import type { Codec } from '../codecs/codec.ts'
import type { ParquetOptions } from './parquet-options.ts'
import { parseParquet } from './parse-parquet.ts'

/**
 * Returns a codec for Parquet, `application/vnd.apache.parquet` and `application/x-parquet`. It needs the packages `hyparquet`
 * and `hyparquet-writer`.
 *
 * Tables are read as {@link readParquet} does; what is wrong with a body is answered with 400. Numbers are written as DOUBLE,
 * texts as STRING, with SNAPPY; a list of numbers or texts as a table of one column, V1. `hyparquet` trusts the sizes that a
 * body gives: one made to harm can take much memory, so this is for callers that are known.
 *
 * @example
 * ```ts
 * import { runContainer } from '@byo/container-kit'
 * import { parquetCodec } from '@byo/container-kit/parquet'
 * import { rowCount } from '@byo/container-kit/table'
 *
 * await runContainer({
 *   codecs: [parquetCodec()],
 *   predict: (_model, rows) => new Float64Array(rowCount(rows)),
 * })
 * ```
 * @public
 */
export function parquetCodec(options: ParquetOptions = {}): Codec {
  return {
    mediaTypes: ['application/vnd.apache.parquet', 'application/x-parquet'],
    decode: {
      table(body) {
        const { buffer, byteOffset, length } = body
        // Of memory that is shared with others, a slice is a copy of what is asked for alone.
        const slice = (start: number, end: number = length) =>
          new Uint8Array(buffer, byteOffset + start, end - start).slice().buffer
        const file = { byteLength: length, slice }
        return bodyTable(() => parseParquet(file, 'The request body', options))
      },
    },
    encode: formatParquet,
  }
}

function formatParquet(output: unknown): Uint8Array | undefined {
  const table = outputTable(output)
  if (table === undefined) return undefined
  const columnData = Object.entries(table).map(
    ([name, column]): ColumnSource =>
      column instanceof Float64Array
        ? { name, data: column, type: 'DOUBLE', nullable: false }
        : { name, data: [...column], type: 'STRING', nullable: false },
  )
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}
