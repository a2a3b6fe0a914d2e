import { HttpError } from '../errors.ts'
import type { Codec } from './codec.ts'
import { parseAccept, parseMediaType, weightOf } from './media-type.ts'

/** Writes answers of one type. */
export interface Encoder {
  readonly contentType: string
  /** The body that stands for a value, or undefined if this type has none for it. */
  readonly encode: NonNullable<Codec['encode']>
}

/** What codecs write: each of their types, none of those that only read. */
export function encodersOf(codecs: readonly Codec[]): readonly Encoder[] {
  return codecs.flatMap((codec) => {
    const encode = codec.encode?.bind(codec)
    return encode === undefined
      ? []
      : codec.mediaTypes.map((contentType) => ({ contentType, encode }))
  })
}

/**
 * Finds the types that an Accept header allows, the most wanted first; among equally wanted ones the request's own
 * Content-Type, then the order of the list. No header, or nothing but "anything", means `fallback`.
 *
 * @throws HttpError 406 that lists the types that there are.
 */
export function chooseEncoders<Typed extends Pick<Encoder, 'contentType'>>(
  encoders: readonly Typed[],
  accept: string | undefined,
  contentType: string | undefined,
  fallback: string | undefined,
): readonly Typed[] {
  const given = parseAccept(accept ?? '*/*')
  const isAny = given.length > 0 && given.every((one) => one.range === '*/*' && one.weight > 0)
  const wanted = isAny && fallback !== undefined ? fallback : (accept ?? '*/*')
  const ranges = parseAccept(wanted)
  const own = contentType === undefined ? undefined : parseMediaType(contentType)?.type
  const weighted = encoders
    .toSorted((a, b) => Number(b.contentType === own) - Number(a.contentType === own))
    .map((encoder) => ({ encoder, weight: weightOf(encoder.contentType, ranges) }))
    .filter(({ weight }) => weight > 0)
  if (weighted.length === 0) {
    throw new HttpError(
      406,
      `None of ${JSON.stringify(wanted)} can be answered: accept one of ${listOf(encoders)}.`,
    )
  }
  return weighted.toSorted((a, b) => b.weight - a.weight).map(({ encoder }) => encoder)
}

/** An answer as bytes or text, and what type it is. */
export interface EncodedOutput {
  readonly contentType: string
  readonly body: string | Uint8Array
}

/**
 * Encodes an output with the first encoder that has a form for it.
 *
 * @throws HttpError 406 if none has.
 */
export function encodeOutput(output: unknown, encoders: readonly Encoder[]): EncodedOutput {
  for (const { contentType, encode } of encoders) {
    const body = encode(output)
    if (body !== undefined) return { contentType, body }
  }
  throw noForm(encoders)
}

/** The error that says that a prediction has no form in the types that a request accepts. */
export function noForm(encoders: readonly Pick<Encoder, 'contentType'>[]): HttpError {
  return new HttpError(
    406,
    `The prediction cannot be written as ${listOf(encoders)}: accept application/json.`,
  )
}

function listOf(encoders: readonly Pick<Encoder, 'contentType'>[]): string {
  return encoders.map(({ contentType }) => contentType).join(', ')
}
