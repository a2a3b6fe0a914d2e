import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ContainerError } from '../errors.ts'
import type { CsvOptions } from './csv-options.ts'
import { type CsvFile, readFiles } from './read-files.ts'
import { listOf } from './same-columns.ts'
import type { Table } from './table.ts'

/**
 * Reads several CSV files into one table: all files of a folder and the folders in it whose names end with
 * `.csv`, in the order of their paths, or the files of a list, in its order. They need the same columns; the
 * first file gives their order. A column that is text in one file is text in all. Memory is that of the table, as in
 * {@link readCsv}.
 *
 * @throws ContainerError with code `csv` if there is no such file (the message lists those there are), if
 * files differ in their columns (the message names both), or if one is not CSV as {@link parseCsv} reads it.
 * @example
 * ```ts
 * import { readCsvFiles } from '@byo/container-kit/table'
 *
 * const data = await readCsvFiles('/opt/ml/input/data/train')
 * ```
 * @public
 */
export async function readCsvFiles(
  source: string | readonly string[],
  options: CsvOptions = {},
): Promise<Table> {
  const files =
    typeof source === 'string'
      ? await csvFilesIn(source)
      : source.map((path) => ({ path, name: path }))
  if (files.length === 0) throw new ContainerError('csv', 'There is no CSV file to read.')
  return await readFiles(files, options)
}

async function csvFilesIn(dir: string): Promise<CsvFile[]> {
  const names = await namesIn(dir)
  const csvNames = names.filter((name) => /\.csv$/i.test(name))
  if (csvNames.length === 0) {
    const there = names.length === 0 ? 'it is empty' : `it has ${listOf(names)}`
    throw new ContainerError('csv', `${dir} has no file that ends with .csv: ${there}.`)
  }
  return csvNames.map((name) => ({ path: join(dir, name), name: join(basename(dir), name) }))
}

async function namesIn(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    return entries
      .filter((entry) => isFileOrLink(entry) && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length))
      .sort()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContainerError('csv', `${dir} cannot be read: ${reason}.`, { cause })
  }
}

/** Opening a FIFO would wait for a writer for ever; local set-ups link files to where the data lies. */
function isFileOrLink(entry: Dirent): boolean {
  return entry.isFile() || entry.isSymbolicLink()
}
