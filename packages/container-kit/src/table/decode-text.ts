import { isAscii } from 'node:buffer'
import { ContainerError } from '../errors.ts'

/** Returns UTF-8 bytes as text, without a byte order mark. */
export function decodeText(bytes: Uint8Array, name: string): string {
  // Plain ASCII is most data; its text takes one byte a character, which all later steps run faster on.
  if (bytes.length > 0 && isAscii(bytes)) {
    return readString(name, () =>
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1'),
    )
  }
  return readString(name, () => utf8.decode(bytes))
}

/** Turns the two ways in which bytes fail to be one string into sentences. */
function readString(name: string, read: () => string): string {
  try {
    return read()
  } catch (cause) {
    const tooLong =
      cause instanceof Error && 'code' in cause && cause.code === 'ERR_STRING_TOO_LONG'
    throw new ContainerError(
      'csv',
      tooLong
        ? `${name} is larger than one string can be (512 MB): split it into several files.`
        : `${name} is not UTF-8 text: save it with that encoding.`,
      { cause },
    )
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
