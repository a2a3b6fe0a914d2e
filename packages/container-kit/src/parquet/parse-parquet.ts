import {
  type AsyncBuffer,
  type ColumnData,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import { typedColumn } from '../codecs/typed-column.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Column, Table } from '../table/table.ts'
import { type ParquetOptions, resolveCompressors } from './parquet-options.ts'

/**
 * Reads Parquet into a table.
 *
 * @param name - what errors call it
 * @throws ContainerError with code `table` that says what is wrong.
 */
export async function parseParquet(
  file: AsyncBuffer,
  name: string,
  options: ParquetOptions,
): Promise<Table> {
  const unreadable = (reason: string, cause?: unknown): ContainerError =>
    new ContainerError('table', `${name} is no Parquet that can be read: ${reason}.`, { cause })
  try {
    const metadata = await parquetMetadataAsync(file)
    const kinds = new Map<string, 'number' | 'text'>()
    for (const column of parquetSchema(metadata).children) {
      const kind = kindOf(column)
      const quoted = JSON.stringify(column.element.name)
      if (kind === undefined) {
        throw unreadable(
          `column ${quoted} is ${typeOf(column)}; send numbers, texts, booleans, dates or timestamps`,
        )
      }
      if (kinds.has(column.element.name)) throw unreadable(`two columns are named ${quoted}`)
      kinds.set(column.element.name, kind)
    }
    const cells = await readCells(file, metadata, options)
    const rows = Number(metadata.num_rows)
    if (rows === 0) throw unreadable('it has no rows')
    const columns = [...kinds].map(([column, kind]): [string, Column] => {
      const found = cells.get(column) ?? []
      if (found.length === rows) return [column, typedColumn(column, kind, found)]
      throw unreadable(`column ${JSON.stringify(column)} has ${found.length} rows, not ${rows}`)
    })
    return Object.fromEntries(columns)
  } catch (cause) {
    throw cause instanceof ContainerError ? cause : unreadable(describeError(cause), cause)
  }
}

/** What the values of a column become; undefined for those that a table has no place for. */
function kindOf({ element, children }: SchemaTree): 'number' | 'text' | undefined {
  const { type, repetition_type, converted_type = '', logical_type } = element
  if (children.length > 0 || repetition_type === 'REPEATED') return undefined
  const logical = logical_type?.type ?? ''
  if (/^(TIME|INTERVAL|BSON|GEOMETRY|GEOGRAPHY|VARIANT)$/.test(logical)) return undefined
  if (/^(TIME_|INTERVAL|BSON)/.test(converted_type)) return undefined
  if (logical === 'DECIMAL' || converted_type === 'DECIMAL') return 'number'
  if (logical === 'FLOAT16') return 'number'
  if (/^(DATE|TIMESTAMP)/.test(logical) || /^(DATE|TIMESTAMP)/.test(converted_type)) return 'text'
  if (type === 'FIXED_LEN_BYTE_ARRAY') return logical === 'UUID' ? 'text' : undefined
  // Writers of old say of no text that it is one.
  return type === 'BYTE_ARRAY' || type === 'BOOLEAN' || type === 'INT96' ? 'text' : 'number'
}

function typeOf({ element, children }: SchemaTree): string {
  if (children.length > 0 || element.repetition_type === 'REPEATED') return 'nested'
  return `of type ${element.logical_type?.type ?? element.converted_type ?? element.type}`
}

/** The values of every column, in the order of the rows. */
async function readCells(
  file: AsyncBuffer,
  metadata: FileMetaData,
  options: ParquetOptions,
): Promise<ReadonlyMap<string, unknown[]>> {
  const chunks: ColumnData[] = []
  await parquetRead({
    file,
    metadata,
    compressors: resolveCompressors(options),
    parsers: {
      dateFromDays: (days) => new Date(days * 86_400_000).toISOString().slice(0, 10),
      jsonFromBytes: (bytes) => new TextDecoder().decode(bytes),
    },
    onChunk: (chunk) => chunks.push(chunk),
  })
  const cells = new Map<string, unknown[]>()
  for (const { columnName, columnData } of chunks.toSorted((a, b) => a.rowStart - b.rowStart)) {
    const column = cells.get(columnName) ?? []
    for (const cell of columnData) column.push(cell)
    cells.set(columnName, column)
  }
  return cells
}
