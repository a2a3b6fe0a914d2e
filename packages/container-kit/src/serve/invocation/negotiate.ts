import { chooseDecoder, type Decoder } from '../../codecs/choose-decoder.ts'
import { chooseEncoders, type Encoder, encodersOf } from '../../codecs/choose-encoders.ts'
import type { Codec, InputKind } from '../../codecs/codec.ts'

/** How one request is read and answered. */
interface Negotiated<Kind extends InputKind> {
  /** What the body is. */
  readonly contentType: string
  readonly decode: Decoder<Kind>
  readonly encoders: readonly Encoder[]
}

/** Finds out how a request with these headers is read and answered. */
export type Negotiate<Kind extends InputKind> = (
  contentType: string | undefined,
  accept: string | undefined,
) => Negotiated<Kind>

/** What requests have to become, and what they mean that leave headers out. */
export interface NegotiateOptions<Kind extends InputKind> {
  readonly kind: Kind
  readonly defaultContentType: string
  readonly defaultAccept: string | undefined
}

/** Returns a negotiator that remembers the few pairs of headers that an endpoint's callers send. */
export function createNegotiator<Kind extends InputKind>(
  codecs: readonly Codec[],
  { kind, defaultContentType, defaultAccept }: NegotiateOptions<Kind>,
): Negotiate<Kind> {
  const allEncoders = encodersOf(codecs)
  const remembered = new Map<string, Negotiated<Kind>>()
  return (contentType = defaultContentType, accept) => {
    // A line end cannot stand in a header, so the two cannot run together.
    const key = `${contentType}\n${accept}`
    let negotiated = remembered.get(key)
    if (negotiated === undefined) {
      negotiated = {
        contentType,
        decode: chooseDecoder(codecs, kind, contentType),
        encoders: chooseEncoders(allEncoders, accept, contentType, defaultAccept),
      }
      // A client that never sends the same headers twice must not fill the memory.
      if (remembered.size >= 100) remembered.clear()
      remembered.set(key, negotiated)
    }
    return negotiated
  }
}
