import type { Codec } from './codec.ts'

/** Reads and writes `application/octet-stream`: bytes as they are. */
export const octetStreamCodec: Codec = {
  mediaTypes: ['application/octet-stream'],
  decode: { bytes: (body) => body },
  encode: (output) => (output instanceof Uint8Array ? output : undefined),
}
