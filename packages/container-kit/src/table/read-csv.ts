import { readFile } from 'node:fs/promises'
import { ContainerError } from '../errors.ts'
import type { CsvOptions } from './csv-options.ts'
import { parseCsv } from './parse-csv.ts'
import type { Table } from './table.ts'

/**
 * Reads one CSV file into a table, as {@link parseCsv} does.
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
  return parseCsv(await readBytes(path), { name: path, ...options })
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContainerError('csv', `${path} cannot be read: ${reason}.`, { cause })
  }
}
