import { HttpError } from '../errors.ts'
import type { Codec, InputKind, Inputs } from './codec.ts'
import { parseMediaType } from './media-type.ts'

/** Turns a body into the input that a program asked for. */
export type Decoder<Kind extends InputKind> = (body: Uint8Array) => Inputs[Kind]

/**
 * Finds the decoder for a Content-Type. Without one the first codec that gives this kind of input is taken.
 *
 * @throws HttpError 415 that lists the types that would do.
 */
export function chooseDecoder<Kind extends InputKind>(
  codecs: readonly Codec[],
  kind: Kind,
  contentType: string | undefined,
): Decoder<Kind> {
  if (kind === 'bytes') return (body) => body as Inputs[Kind]
  const able = codecs.filter((codec) => codec.decode[kind] !== undefined)
  const wanted = parseMediaType(contentType ?? able[0]!.mediaTypes[0])
  const codec = able.find(({ mediaTypes }) => mediaTypes.includes(wanted?.type ?? ''))
  const decode = codec?.decode[kind]
  if (wanted === undefined || decode === undefined) {
    const types = able.map(({ mediaTypes }) => mediaTypes[0]).join(', ')
    throw new HttpError(
      415,
      `The Content-Type ${JSON.stringify(contentType)} is not supported: send ${types}.`,
    )
  }
  return (body) => decode(body, wanted.charset)
}
