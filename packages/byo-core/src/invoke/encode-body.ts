import { ByoError } from '../errors.ts'

/**
 * What can be sent to an endpoint: text (as `text/csv`), bytes (as `application/octet-stream`), and
 * any other value (as `application/json`).
 *
 * @public
 */
export type PredictInput =
  | string
  | Uint8Array
  | readonly unknown[]
  | { readonly [key: string]: unknown }

/** A body with its type. */
export interface EncodedBody {
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** SageMaker refuses larger bodies. Source: InvokeEndpoint's documentation. */
const maxBytes = 6_291_456

/** The bytes to send; a content type that is given is taken as it is. */
export function encodeBody(input: PredictInput, contentType: string | undefined): EncodedBody {
  const encoded = encode(input, contentType)
  if (encoded.bytes.byteLength > maxBytes) {
    throw new ByoError(
      'invalid-option',
      `The body has ${encoded.bytes.byteLength} bytes; an endpoint takes at most ${maxBytes}. Send it in pieces.`,
    )
  }
  return encoded
}

function encode(input: PredictInput, contentType: string | undefined): EncodedBody {
  if (input instanceof Uint8Array) {
    return { bytes: input, contentType: contentType ?? 'application/octet-stream' }
  }
  const encoder = new TextEncoder()
  if (typeof input === 'string') {
    return { bytes: encoder.encode(input), contentType: contentType ?? 'text/csv' }
  }
  const type = contentType ?? 'application/json'
  if (!isJson(type)) {
    throw new ByoError(
      'invalid-option',
      `An object can be sent as JSON only, not as ${type}: give a string or bytes for that.`,
    )
  }
  return { bytes: encoder.encode(JSON.stringify(input)), contentType: type }
}

/** True for `application/json` and types built on it, with or without parameters. */
export function isJson(contentType: string): boolean {
  return /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(contentType)
}
