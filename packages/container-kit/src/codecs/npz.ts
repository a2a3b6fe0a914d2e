import { HttpError } from '../errors.ts'
import { rowCount, type Table } from '../table/table.ts'
import type { Codec } from './codec.ts'
import { parseNpy } from './npy.ts'
import { readZip } from './read-zip.ts'

/**
 * Reads `application/x-npz`, several arrays in a ZIP: each vector is a column of its own name; one matrix alone is
 * read as `application/x-npy` is.
 */
export const npzCodec: Codec = {
  mediaTypes: ['application/x-npz'],
  decode: { table: parseNpz },
}

function parseNpz(body: Uint8Array): Table {
  const arrays = readZip(body).map(({ name, bytes }) => {
    const quoted = JSON.stringify(name.replace(/\.npy$/, ''))
    return { name: name.replace(/\.npy$/, ''), table: parseNpy(bytes, `The array ${quoted}`) }
  })
  const [first] = arrays
  if (first === undefined) throw new HttpError(400, 'The request body has no arrays.')
  if (arrays.length === 1 && first.table.V2 !== undefined) return first.table
  const length = rowCount(first.table)
  for (const { name, table } of arrays) {
    const quoted = JSON.stringify(name)
    if (table.V2 !== undefined) {
      throw new HttpError(400, `The array ${quoted} is a matrix: send it alone, or as vectors.`)
    }
    if (rowCount(table) !== length) {
      throw new HttpError(400, `The array ${quoted} has ${rowCount(table)} rows, others ${length}.`)
    }
  }
  return Object.fromEntries(arrays.map(({ name, table }) => [name, table.V1!]))
}
