import { type Table as ArrowTable, DataType, tableFromIPC, type Vector } from 'apache-arrow'
import { typedColumn } from '../codecs/typed-column.ts'
import { ContainerError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import type { Column, Table } from '../table/table.ts'

/**
 * Reads a table in Arrow's stream or file format.
 *
 * @throws ContainerError with code `table` that says what is wrong.
 */
export function parseArrow(bytes: Uint8Array): Table {
  const table = tableOf(bytes)
  if (table.numRows === 0) throw unreadable('it has no rows')
  // A value takes a bit or more: what says of more rows would only fill the memory.
  if (table.numRows > 8 * bytes.length)
    throw unreadable(`it says that it has ${table.numRows} rows`)
  const columns = table.schema.fields.map(({ name, type }, i): [string, Column] => {
    const read = readerOf(name, type)
    const column = table.getChildAt(i)
    if (column === null) throw unreadable(`column ${JSON.stringify(name)} is missing`)
    return [name, columnOf(name, read, column)]
  })
  if (new Set(columns.map(([name]) => name)).size < columns.length) {
    throw unreadable('two of its columns have the same name')
  }
  return Object.fromEntries(columns)
}

function tableOf(bytes: Uint8Array): ArrowTable {
  try {
    return tableFromIPC(bytes)
  } catch (cause) {
    throw unreadable(describeError(cause), cause)
  }
}

/** How the values of a type become cells. */
interface CellReader {
  readonly kind: 'number' | 'text'
  readonly cell: (value: unknown) => unknown
}

function readerOf(name: string, type: DataType): CellReader {
  if (DataType.isDictionary(type)) return readerOf(name, type.dictionary)
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isNull(type)) return numbers
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type) || DataType.isBool(type)) return texts
  if (DataType.isDecimal(type)) {
    return { kind: 'number', cell: (value) => decimalOf(value as Uint32Array) / 10 ** type.scale }
  }
  if (DataType.isDate(type)) {
    return { kind: 'text', cell: (value) => new Date(Number(value)).toISOString().slice(0, 10) }
  }
  if (DataType.isTimestamp(type)) return { kind: 'text', cell: (value) => new Date(Number(value)) }
  throw unreadable(
    `column ${JSON.stringify(name)} is of type ${type}; send numbers, texts, booleans, dates or timestamps`,
  )
}

function columnOf(name: string, { kind, cell }: CellReader, column: Vector): Column {
  try {
    const cells = Array.from(column, (value) => (value === null ? null : cell(value)))
    return typedColumn(name, kind, cells)
  } catch (cause) {
    throw cause instanceof ContainerError ? cause : unreadable(describeError(cause), cause)
  }
}

/** A whole number in words of 32 bits, the lowest first, in two's complement. */
function decimalOf(words: Uint32Array): number {
  const bits = 32 * words.length
  const value = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n)
  return Number(BigInt.asIntN(bits, value))
}

function unreadable(reason: string, cause?: unknown): ContainerError {
  return new ContainerError('table', `This is no table in Arrow that can be read: ${reason}.`, {
    cause,
  })
}

const numbers: CellReader = { kind: 'number', cell: (value) => value }
const texts: CellReader = { kind: 'text', cell: (value) => value }
