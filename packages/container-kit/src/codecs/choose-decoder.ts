import { HttpError } from '../errors.ts'
import type { Codec, InputKind, Inputs } from './codec.ts'
import { parseMediaType } from './media-type.ts'

/** Turns a body into the input that a program asked for. */
export type Decoder<Kind extends InputKind> = (
  body: Uint8Array,
) => Inputs[Kind] | Promise<Inputs[Kind]>

/**
 * Finds the decoder for a Content-Type.
 *
 * @throws HttpError 415 that lists the types that would do.
 */
export function chooseDecoder<Kind extends InputKind>(
  codecs: readonly Codec[],
  kind: Kind,
  contentType: string,
): Decoder<Kind> {
  if (kind === 'bytes') return (body) => body as Inputs[Kind]
  const able = codecs.filter((codec) => codec.decode[kind] !== undefined)
  const wanted = parseMediaType(contentType)
  const codec = able.find(({ mediaTypes }) => mediaTypes.includes(wanted?.type ?? ''))
  const decode = codec?.decode[kind]?.bind(codec.decode)
  if (wanted === undefined || decode === undefined) {
    const types = able.map(({ mediaTypes }) => mediaTypes[0]).join(', ')
    throw new HttpError(
      415,
      `The Content-Type ${JSON.stringify(contentType)} is not supported: send ${types}.`,
    )
  }
  return (body) => decode(body, wanted.charset)
}

/** What a body is taken for that comes without a Content-Type, by the kind of input that it has to become. */
export const defaultContentTypes: Readonly<Record<InputKind, string>> = {
  table: 'text/csv',
  json: 'application/json',
  text: 'text/plain',
  bytes: 'application/octet-stream',
  records: 'application/x-recordio',
}
