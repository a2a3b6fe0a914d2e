import { open, stat } from 'node:fs/promises'
import { ContainerError } from '../errors.ts'
import { csvBytes } from './csv-bytes.ts'
import {
  asText,
  type CsvOptions,
  type ResolvedCsvOptions,
  resolveCsvOptions,
} from './csv-options.ts'
import { readInBlocks } from './read-in-blocks.ts'
import type { Table } from './table.ts'
import { TableReader } from './table-reader.ts'

/** A file, and what errors call it. */
export interface CsvFile {
  readonly path: string
  readonly name: string
}

/** Reads files with the same columns into one table, one after the other. */
export async function readFiles(files: readonly CsvFile[], options: CsvOptions): Promise<Table> {
  const resolved = resolveCsvOptions(options)
  // What can be read only once, such as a FIFO.
  const kept = new Map<CsvFile, Buffer>()
  const first = await readOnce(files, resolved, kept)
  if (first.mixed.size === 0) return first.table
  // Text turned up in columns that began with numbers: their first cells are needed as they were written.
  const again = await readOnce(files, asText(resolved, first.mixed), kept, first.mixed)
  return { ...first.table, ...again.table }
}

async function readOnce(
  files: readonly CsvFile[],
  options: ResolvedCsvOptions,
  kept: Map<CsvFile, Buffer>,
  only?: ReadonlySet<string>,
): Promise<{ table: Table; mixed: ReadonlySet<string> }> {
  let length = 0
  for (const file of files)
    length += await orUnreadable(file, async () => (await stat(file.path)).size)
  const reader = new TableReader(options, length, only)
  for (const file of files) {
    const bytes = kept.get(file)
    if (bytes) readWhole(bytes, reader, file.name)
    else await orUnreadable(file, () => readFile(file, options, reader, kept))
  }
  return reader.finish()
}

async function readFile(
  file: CsvFile,
  options: ResolvedCsvOptions,
  reader: TableReader,
  kept: Map<CsvFile, Buffer>,
): Promise<void> {
  const handle = await open(file.path)
  try {
    const stats = await handle.stat()
    // Text whose line ends may not be real has to be seen as a whole.
    if (stats.isFile() && stats.size > smallFile && !options.literalNewlines) {
      await readInBlocks(handle, reader, file.name, blockLength)
      return
    }
    const bytes = csvBytes(await handle.readFile(), { ...options, name: file.name })
    if (!stats.isFile()) kept.set(file, bytes)
    readWhole(bytes, reader, file.name)
  } finally {
    await handle.close()
  }
}

function readWhole(bytes: Buffer, reader: TableReader, name: string): void {
  reader.begin({ name, linesBefore: () => 0 })
  reader.read(bytes, true)
}

async function orUnreadable<T>({ path }: CsvFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (cause instanceof ContainerError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContainerError('csv', `${path} cannot be read: ${reason}.`, { cause })
  }
}

/** Files up to so many bytes are read at once. */
const smallFile = 2 ** 16
/** Large enough that calls cost nothing, small enough for a processor's cache. */
const blockLength = 2 ** 20
