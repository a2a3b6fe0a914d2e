import { type FileHandle, open } from 'node:fs/promises'
import { ContainerError } from '../errors.ts'
import { type CsvOptions, resolveCsvOptions } from './csv-options.ts'
import { parseCsv } from './parse-csv.ts'
import { readInBlocks } from './read-in-blocks.ts'
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
  const resolved = resolveCsvOptions({ name: path, ...options })
  let file: FileHandle | undefined
  try {
    file = await open(path)
    const stats = await file.stat()
    // Text whose line ends may not be real has to be seen as a whole, and a FIFO can be read only once.
    const isWhole = resolved.literalNewlines || !stats.isFile() || stats.size <= smallFile
    if (isWhole) return parseCsv(await file.readFile(), { name: path, ...options })
    return await readInBlocks(file, resolved, stats.size, blockLength)
  } catch (cause) {
    if (cause instanceof ContainerError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContainerError('csv', `${path} cannot be read: ${reason}.`, { cause })
  } finally {
    await file?.close()
  }
}

/** Files up to so many bytes are read at once. */
const smallFile = 2 ** 16
/** Large enough that calls cost nothing, small enough for a processor's cache. */
const blockLength = 2 ** 20
