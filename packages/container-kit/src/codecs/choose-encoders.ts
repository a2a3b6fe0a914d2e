import { HttpError } from '../errors.ts'
import type { Codec } from './codec.ts'
import { parseAccept, parseMediaType, weightOf } from './media-type.ts'

/**
 * Finds the codecs that an Accept header allows, the most wanted first; among equally wanted ones that of the
 * request's own Content-Type, then the order of the list. No header, or nothing but "anything", means `fallback`.
 *
 * @throws HttpError 406 that lists the types that there are.
 */
export function chooseEncoders<Typed extends Pick<Codec, 'mediaTypes'>>(
  codecs: readonly Typed[],
  accept: string | undefined,
  contentType: string | undefined,
  fallback: string | undefined,
): readonly Typed[] {
  const wanted = accept === undefined || accept.trim() === '*/*' ? (fallback ?? '*/*') : accept
  const ranges = parseAccept(wanted)
  const own = contentType === undefined ? undefined : parseMediaType(contentType)?.type
  const preferred = codecs.toSorted((a, b) => Number(isOf(b, own)) - Number(isOf(a, own)))
  const weighted = preferred
    .map((codec) => ({ codec, weight: weightOf(codec.mediaTypes[0], ranges) }))
    .filter(({ weight }) => weight > 0)
  if (weighted.length === 0) {
    const types = codecs.map(({ mediaTypes }) => mediaTypes[0]).join(', ')
    throw new HttpError(
      406,
      `None of ${JSON.stringify(wanted)} can be answered: accept one of ${types}.`,
    )
  }
  return weighted.toSorted((a, b) => b.weight - a.weight).map(({ codec }) => codec)
}

/** An answer as bytes or text, and what type it is. */
export interface EncodedOutput {
  readonly contentType: string
  readonly body: string | Uint8Array
}

/**
 * Encodes an output with the first codec that has a form for it.
 *
 * @throws HttpError 406 if none has.
 */
export function encodeOutput(output: unknown, encoders: readonly Codec[]): EncodedOutput {
  for (const codec of encoders) {
    const body = codec.encode(output)
    if (body !== undefined) return { contentType: codec.mediaTypes[0], body }
  }
  throw noForm(encoders)
}

/** The error that says that a prediction has no form in the types that a request accepts. */
export function noForm(encoders: readonly Pick<Codec, 'mediaTypes'>[]): HttpError {
  const types = encoders.map(({ mediaTypes }) => mediaTypes[0]).join(', ')
  return new HttpError(
    406,
    `The prediction cannot be written as ${types}: accept application/json.`,
  )
}

function isOf(codec: Pick<Codec, 'mediaTypes'>, type: string | undefined): boolean {
  return type !== undefined && codec.mediaTypes.includes(type)
}
