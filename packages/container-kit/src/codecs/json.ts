import { HttpError } from '../errors.ts'
import { bodyText } from './body-text.ts'
import type { Codec } from './codec.ts'
import { jsonProblem } from './json-problem.ts'
import { tableFromJson } from './table-from-json.ts'

/** Reads and writes `application/json`. Typed arrays are written as lists, numbers that are not finite as null. */
export const jsonCodec: Codec = {
  mediaTypes: ['application/json'],
  decode: {
    table: (body, charset) => tableFromJson(parseJson(bodyText(body, charset), 'The request body')),
    json: (body, charset) => parseJson(bodyText(body, charset), 'The request body'),
    text: bodyText,
  },
  encode: stringifyJson,
}

/** Returns the value of a JSON text, or throws HttpError 400 that says where the text goes wrong. */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new HttpError(400, `${name} is not JSON: ${jsonProblem(text)}.`, { cause })
  }
}

/** Returns the JSON text of a value, or undefined for bytes and for what JSON has no form for. */
export function stringifyJson(value: unknown): string | undefined {
  if (value instanceof Uint8Array) return undefined
  if (value instanceof Float64Array) return JSON.stringify(Array.from(value))
  return JSON.stringify(value, listOfTypedArray)
}

function listOfTypedArray(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
}
