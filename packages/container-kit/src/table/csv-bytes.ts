import { isUtf8 } from 'node:buffer'
import { ContainerError } from '../errors.ts'
import type { ResolvedCsvOptions } from './csv-options.ts'

/** Returns the UTF-8 bytes to read: without a byte order mark, with real line ends. */
export function csvBytes(source: string | Uint8Array, options: ResolvedCsvOptions): Buffer {
  const bytes = withoutMark(typeof source === 'string' ? Buffer.from(source) : viewOf(source))
  requireUtf8(bytes, options.name)
  if (!options.literalNewlines || !bytes.includes('\\n')) return bytes
  const text = bytes.toString()
  // A body with real line ends is no such client's: there, the two characters are part of a text.
  if (text.trimEnd().includes('\n')) return bytes
  return Buffer.from(text.replace(/(\\r)?\\n/g, '\n'))
}

/** Throws if bytes that begin and end with whole characters are no UTF-8. */
export function requireUtf8(bytes: Uint8Array, name: string): void {
  if (isUtf8(bytes)) return
  throw new ContainerError('csv', `${name} is not UTF-8 text: save it with that encoding.`)
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
}

/** The bytes behind a byte order mark, if there is one. */
export function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
}
