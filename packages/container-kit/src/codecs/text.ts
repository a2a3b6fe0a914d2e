import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'

/** Reads and writes `text/plain`. */
export const textCodec: Codec = {
  mediaTypes: ['text/plain'],
  decode: { text: bodyText },
  encode(output) {
    if (typeof output === 'string') return output
    return typeof output === 'number' || typeof output === 'boolean' ? String(output) : undefined
  },
}
