import { HttpError } from '../errors.ts'

/** Takes a column out of an array: from one of its numbers on, every so many-th. */
type ColumnAt = (first: number, step: number) => Float64Array

/**
 * Returns what takes columns of so many rows out of an array's numbers.
 *
 * @param descr - byte order, kind and size, such as `<f8`
 * @param count - numbers in all
 * @throws HttpError 400 for other kinds, and where there are more bytes or fewer.
 */
export function readNpyColumn(
  descr: string,
  data: Uint8Array,
  rows: number,
  count: number,
  name: string,
): ColumnAt {
  const [, order = '', kind = ''] = /^([<>|=]?)([a-z]\d+)$/.exec(descr) ?? []
  const read = readers.get(kind)
  const size = Number(kind.slice(1))
  if (read === undefined || (order === '' && size > 1)) {
    throw new HttpError(
      400,
      `${name} is an array of ${JSON.stringify(descr)}: send one of ${[...readers.keys()].join(', ')}.`,
    )
  }
  // Before anything is made as large as the header says.
  if (count * size !== data.length) {
    throw new HttpError(
      400,
      `${name} has ${data.length} bytes of numbers, and its header says ${count} of ${size}.`,
    )
  }
  const view = new DataView(data.buffer, data.byteOffset, data.length)
  // "=" is the writer's own order; on all that SageMaker runs on it is this one.
  const isLittle = order !== '>'
  return (first, step) => {
    const column = new Float64Array(rows)
    for (let row = 0; row < rows; row++) {
      column[row] = read(view, (first + row * step) * size, isLittle)
    }
    if (size === 8 && kind !== 'f8') requireExact(column, name)
    return column
  }
}

/** Beyond 2^53 a whole number may have become another on the way. */
function requireExact(column: Float64Array, name: string): void {
  const row = column.findIndex((value) => !Number.isSafeInteger(value))
  if (row === -1) return
  throw new HttpError(
    400,
    `${name} has a whole number beyond 2^53 in row ${row + 1}, which a float64 cannot hold: send it as text, or as floats if digits may be lost.`,
  )
}

type ReadNumber = (view: DataView, at: number, isLittle: boolean) => number

const readers: ReadonlyMap<string, ReadNumber> = new Map<string, ReadNumber>([
  ['f4', (view, at, isLittle) => view.getFloat32(at, isLittle)],
  ['f8', (view, at, isLittle) => view.getFloat64(at, isLittle)],
  ['i1', (view, at) => view.getInt8(at)],
  ['i2', (view, at, isLittle) => view.getInt16(at, isLittle)],
  ['i4', (view, at, isLittle) => view.getInt32(at, isLittle)],
  ['i8', (view, at, isLittle) => Number(view.getBigInt64(at, isLittle))],
  ['u1', (view, at) => view.getUint8(at)],
  ['u2', (view, at, isLittle) => view.getUint16(at, isLittle)],
  ['u4', (view, at, isLittle) => view.getUint32(at, isLittle)],
  ['u8', (view, at, isLittle) => Number(view.getBigUint64(at, isLittle))],
  ['b1', (view, at) => view.getUint8(at)],
])
