import type { CsvOptions } from './csv-options.ts'
import { readFiles } from './read-files.ts'
import type { Table } from './table.ts'

/**
 * Reads one CSV file into a table, as {@link parseCsv} does. The file is read in blocks and may be of any size: what
 * needs memory is the table.
 *
 * @throws ContainerError with code `csv` if the file cannot be read or is not such CSV; the message names
 * the file.
 * @example
 * ```ts
 * import { readCsv } from '@byo/container-kit/table'
 *
 * const iris = await readCsv('iris.csv', { types: { Species: 'text' } })
 * ```
 * @public
 */
export async function readCsv(path: string, options: CsvOptions = {}): Promise<Table> {
  return await readFiles([{ path, name: options.name ?? path }], options)
}
