import { asColumn } from './shapes.ts'
import { tableFromOutput } from './table-from-output.ts'

/**
 * Returns an output as an array of NumPy's, little-endian float64 in rows: numbers as a vector, a table of numbers or a
 * list of equally long lists of them as a matrix, one number as an array without dimensions. Undefined for anything else.
 */
export function formatNpy(output: unknown): Uint8Array | undefined {
  if (typeof output === 'number') return npyOf('()', [Float64Array.of(output)])
  const column = asColumn(output)
  if (column !== undefined) {
    return column instanceof Float64Array ? npyOf(`(${column.length},)`, [column]) : undefined
  }
  const columns = columnsOf(output)
  return columns && npyOf(`(${columns[0]!.length}, ${columns.length})`, columns)
}

/** The columns of a table of numbers, or of a list of rows. */
function columnsOf(output: unknown): readonly Float64Array[] | undefined {
  const table = tableFromOutput(output)
  const columns = table === undefined ? columnsOfRows(output) : Object.values(table)
  return columns?.every((column) => column instanceof Float64Array) ? columns : undefined
}

function columnsOfRows(output: unknown): readonly Float64Array[] | undefined {
  if (!Array.isArray(output)) return undefined
  const rows = output.map(asColumn)
  const width = rows[0]?.length ?? 0
  const areNumbers = rows.every((row) => row instanceof Float64Array && row.length === width)
  return width === 0 || !areNumbers
    ? undefined
    : Array.from({ length: width }, (_, i) => Float64Array.from(rows, (row) => Number(row![i])))
}

/** Version 1 of the format; the numbers begin at a multiple of 64, as the format asks. */
function npyOf(shape: string, columns: readonly Float64Array[]): Uint8Array {
  const literal = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`
  const length = Math.ceil((10 + literal.length + 1) / 64) * 64 - 10
  const rows = columns[0]!.length
  const bytes = Buffer.alloc(10 + length + 8 * rows * columns.length)
  bytes.write('\x93NUMPY\x01\x00', 0, 'latin1')
  bytes.writeUInt16LE(length, 8)
  bytes.write(`${literal.padEnd(length - 1)}\n`, 10, 'latin1')
  const view = new DataView(bytes.buffer, bytes.byteOffset + 10 + length)
  for (const [i, column] of columns.entries()) {
    for (let row = 0; row < rows; row++) {
      view.setFloat64(8 * (row * columns.length + i), column[row]!, true)
    }
  }
  return bytes
}
