// The NPY format: \x93NUMPY, major and minor version, the length of the header (u16 in version 1, u32 after it,
// little-endian), the header, the numbers. The header is a literal of Python's:
//
//   {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }
//
// It is matched, never evaluated: a header that says anything else is refused.
import { HttpError } from '../errors.ts'

/** What the header of an array says. */
export interface NpyHeader {
  /** Byte order, kind and size of a number, such as `<f8`. */
  readonly descr: string
  /** Whether a column's numbers, not a row's, lie side by side. */
  readonly isFortranOrder: boolean
  readonly shape: readonly number[]
  /** Where the numbers begin. */
  readonly dataOffset: number
}

/** Reads the header of an array; HttpError 400 where it is none. */
export function parseNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new HttpError(400, `${name} is no NumPy array: it does not begin with \\x93NUMPY.`)
  }
  const version = bytes[6]!
  if (version < 1 || version > 3) {
    throw new HttpError(
      400,
      `${name} has version ${version} of NumPy's format: send version 1 to 3.`,
    )
  }
  const start = version === 1 ? 10 : 12
  if (bytes.length < start) throw cutOff(name)
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  if (length > longestHeader) {
    throw new HttpError(
      400,
      `${name} has a NumPy header of ${length} bytes: at most ${longestHeader} are read.`,
    )
  }
  if (bytes.length < start + length) throw cutOff(name)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('latin1')
  return { ...parseLiteral(text, name), dataOffset: start + length }
}

/** Takes the three entries out of the header, in any order, and nothing else. */
function parseLiteral(text: string, name: string): Omit<NpyHeader, 'dataOffset'> {
  const dictionary = /^\{(.*)\}\s*$/s.exec(text)?.[1]
  const descr = /(['"])descr\1\s*:\s*(['"])([^'"]*)\2/.exec(dictionary ?? '')
  const order = /(['"])fortran_order\1\s*:\s*(True|False)/.exec(dictionary ?? '')
  const shape = /(['"])shape\1\s*:\s*\(([\d,\s]*)\)/.exec(dictionary ?? '')
  if (dictionary !== undefined && descr === null && /['"]descr['"]\s*:\s*\[/.test(dictionary)) {
    throw new HttpError(
      400,
      `${name} is an array of records, ${shortened(text)}: send one of numbers.`,
    )
  }
  if (dictionary !== undefined && descr !== null && order !== null && shape !== null) {
    const rest = [descr, order, shape].reduce(
      (left, [entry]) => left.replace(entry, ''),
      dictionary,
    )
    const dimensions = shape[2]!.split(',').map((text) => text.trim())
    // A vector's shape is written (3,).
    if (dimensions.at(-1) === '') dimensions.pop()
    const sizes = dimensions.map(Number)
    const areSizes =
      dimensions.every((text) => /^\d+$/.test(text)) && sizes.every(Number.isSafeInteger)
    if (areSizes && /^\s*(,\s*){2,3}$/.test(rest)) {
      return { descr: descr[3]!, isFortranOrder: order[2] === 'True', shape: sizes }
    }
  }
  throw new HttpError(
    400,
    `${name} has the NumPy header ${shortened(text)}, which says no array of numbers.`,
  )
}

function cutOff(name: string): HttpError {
  return new HttpError(400, `${name} is cut off within the header of its NumPy array.`)
}

function shortened(text: string): string {
  return JSON.stringify(text.trim().slice(0, 200))
}

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]

/** As many as NumPy itself reads of what it does not trust. */
const longestHeader = 10_000
