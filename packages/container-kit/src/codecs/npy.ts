import { HttpError } from '../errors.ts'
import type { Table } from '../table/table.ts'
import type { Codec } from './codec.ts'
import { formatNpy } from './format-npy.ts'
import { parseNpyHeader } from './npy-header.ts'
import { readNpyColumn } from './npy-numbers.ts'

/**
 * Reads and writes `application/x-npy`, one array of NumPy's. A matrix is a table whose columns are named as those of CSV
 * without a header, V1, V2, …; a vector is a table of one column. Booleans are 0 and 1.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export const npyCodec: Codec = {
  mediaTypes: ['application/x-npy'],
  decode: { table: (body) => parseNpy(body, 'The request body') },
  encode: formatNpy,
}

/**
 * Returns the table that an array stands for.
 *
 * @param name - what errors call the bytes
 * @throws HttpError 400 that says what is wrong with them.
 */
export function parseNpy(bytes: Uint8Array, name: string): Table {
  const { descr, isFortranOrder, shape, dataOffset } = parseNpyHeader(bytes, name)
  const [rows = 0, width = 1] = shape
  const written = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
  if (shape.length < 1 || shape.length > 2) {
    throw new HttpError(
      400,
      `${name} is an array of shape ${written}: send one with one or two dimensions.`,
    )
  }
  if (rows * width === 0)
    throw new HttpError(400, `${name} is an array of shape ${written}: it has no rows.`)
  const data = bytes.subarray(dataOffset)
  const column = readNpyColumn(descr, data, rows, rows * width, name)
  const [rowStep, columnStep] = isFortranOrder ? [1, rows] : [width, 1]
  return Object.fromEntries(
    Array.from({ length: width }, (_, i) => [`V${i + 1}`, column(i * columnStep, rowStep)]),
  )
}
