import { asyncBufferFromFile } from 'hyparquet'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Table } from '../table/table.ts'
import type { ParquetOptions } from './parquet-options.ts'
import { parseParquet } from './parse-parquet.ts'

/**
 * Reads one Parquet file into a table. It needs the package `hyparquet`.
 *
 * Numbers of all kinds and decimals become numbers, texts (also dictionaries and enums) texts, booleans the texts `true`
 * and `false`, dates `2024-01-31`, timestamps `2024-01-31T10:00:00.000Z`. What is missing is NaN among numbers and an empty
 * text among texts.
 *
 * @throws ContainerError with code `table` if the file cannot be read, is no Parquet, or has lists, structs, maps, bytes or
 * times of day, or whole numbers beyond 2^53; the message names the file and the column.
 * @example
 * ```ts
 * import { readParquet } from '@byo/container-kit/parquet'
 *
 * const iris = await readParquet('iris.parquet')
 * ```
 * @public
 */
export async function readParquet(path: string, options: ParquetOptions = {}): Promise<Table> {
  try {
    return await parseParquet(await asyncBufferFromFile(path), path, options)
  } catch (cause) {
    if (cause instanceof ContainerError) throw cause
    throw new ContainerError('table', `${path} cannot be read: ${describeError(cause)}`, { cause })
  }
}
