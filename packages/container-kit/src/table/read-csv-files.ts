import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ContainerError } from '../errors.ts'
import type { CsvOptions } from './csv-options.ts'
import { readCsv } from './read-csv.ts'
import type { Column, Table } from './table.ts'

/**
 * Reads several CSV files into one table: all files of a folder and the folders in it whose names end with
 * `.csv`, in the order of their paths, or the files of a list, in its order. They need the same columns; the
 * first file gives their order. A column that is text in one file is text in all.
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
  const [first, ...others] = await readAll(files, options)
  if (first === undefined) throw new ContainerError('csv', 'There is no CSV file to read.')
  for (const other of others) requireSameColumns(first, other)

  const mixed = Object.keys(first.table).filter((name) => isMixed(name, [first, ...others]))
  if (mixed.length === 0) return concatenate([first, ...others])
  const types = {
    ...options.types,
    ...Object.fromEntries(mixed.map((name) => [name, 'text' as const])),
  }
  return concatenate(await readAll(files, { ...options, types }))
}

interface CsvFile {
  readonly path: string
  /** What errors call it: its place in the folder that was named, which is what a caller knows of. */
  readonly name: string
}

interface CsvTable {
  readonly name: string
  readonly table: Table
}

/** One after the other, so that only one file's text is in memory. */
async function readAll(files: readonly CsvFile[], options: CsvOptions): Promise<CsvTable[]> {
  const tables: CsvTable[] = []
  for (const { path, name } of files) {
    tables.push({ name, table: await readCsv(path, { ...options, name }) })
  }
  return tables
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

function requireSameColumns(first: CsvTable, other: CsvTable): void {
  const wanted = Object.keys(first.table)
  const found = Object.keys(other.table)
  const missing = wanted.filter((name) => !Object.hasOwn(other.table, name))
  const extra = found.filter((name) => !Object.hasOwn(first.table, name))
  if (missing.length === 0 && extra.length === 0) return
  const differences = [
    ...(missing.length > 0 ? [`lacks ${listOf(missing)}`] : []),
    ...(extra.length > 0 ? [`adds ${listOf(extra)}`] : []),
  ]
  throw new ContainerError(
    'csv',
    `${other.name} has other columns than ${first.name}: it ${differences.join(' and ')}.`,
  )
}

function isMixed(name: string, files: readonly CsvTable[]): boolean {
  const numeric = files.filter(({ table }) => table[name] instanceof Float64Array).length
  return numeric > 0 && numeric < files.length
}

function concatenate(files: readonly CsvTable[]): Table {
  const [first, ...others] = files
  if (first === undefined || others.length === 0) return first?.table ?? {}
  return Object.fromEntries(
    Object.keys(first.table).map((name) => [name, joined(files.map(({ table }) => table[name]!))]),
  )
}

function joined(columns: readonly Column[]): Column {
  const [first] = columns
  if (!(first instanceof Float64Array))
    return columns.flatMap((column) => Array.from(column, String))
  const all = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0))
  let offset = 0
  for (const column of columns) {
    all.set(column as Float64Array, offset)
    offset += column.length
  }
  return all
}

function listOf(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => JSON.stringify(name))
  return names.length > 10 ? `${shown.join(', ')} and ${names.length - 10} more` : shown.join(', ')
}
