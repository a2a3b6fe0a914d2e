import { ByoError } from '../errors.ts'
import { formatList, formatTable } from './format-csv.ts'
import { isCsv, isJson, isJsonLines } from './media-type.ts'
import { asTable, isPlainObject, type PredictInput } from './predict-input.ts'
import { tableRows } from './table-rows.ts'

/** A body with its type. */
export interface EncodedBody {
  readonly bytes: Uint8Array
  readonly contentType: string
}

/** SageMaker refuses larger bodies. Source: InvokeEndpoint's documentation. */
const maxBytes = 6_291_456

/** The bytes to send, in the type that is given or that suits the input; not too many for one request. */
export function encodeBody(input: PredictInput, contentType: string | undefined): EncodedBody {
  const encoded = encodeInput(input, contentType)
  const size = encoded.bytes.byteLength
  if (size > maxBytes) {
    throw new ByoError(
      'invalid-option',
      `The body has ${size} bytes; an endpoint takes at most ${maxBytes} (6 MiB). Send it in pieces, or use an asynchronous endpoint or a batch transform job, which read from S3.`,
    )
  }
  return encoded
}

/** The same, whatever their number. */
export function encodeInput(input: PredictInput, contentType: string | undefined): EncodedBody {
  if (input instanceof Uint8Array) {
    return { bytes: input, contentType: contentType ?? 'application/octet-stream' }
  }
  const type = contentType ?? (isText(input) ? 'text/csv' : 'application/json')
  const text = typeof input === 'string' ? input : encodeValue(input, type)
  return { bytes: new TextEncoder().encode(text), contentType: type }
}

function isText(input: PredictInput): boolean {
  return typeof input === 'string' || asTable(input) !== undefined
}

function encodeValue(input: Exclude<PredictInput, string | Uint8Array>, type: string): string {
  // Types don't hold back callers that have none, and JSON would make {} of most objects.
  const list = input instanceof Float64Array ? [...input] : input
  if (!Array.isArray(list) && !isPlainObject(list)) {
    throw new ByoError(
      'invalid-option',
      `An endpoint can be sent text, bytes, a table, an array or a plain object, not ${describe(list)}.`,
    )
  }
  if (isJson(type)) return toJson(list)
  const table = asTable(list)
  if (isCsv(type)) return table ? formatTable(table) : formatList(listOf(list))
  if (isJsonLines(type)) {
    const values: readonly unknown[] = table ? tableRows(table) : listOf(list)
    return values.map((value) => `${toJson(value)}\n`).join('')
  }
  throw new ByoError(
    'invalid-option',
    `${type} can be sent as text or bytes only: write it yourself, or choose text/csv, application/json or application/jsonlines.`,
  )
}

/** One value is a list of one row. */
function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value]
}

/** JSON as usual, but Float64Arrays as arrays. */
function toJson(value: unknown): string {
  try {
    const plain = (_: string, member: unknown) =>
      member instanceof Float64Array ? [...member] : member
    return JSON.stringify(value ?? null, plain)
  } catch (cause) {
    throw new ByoError(
      'invalid-option',
      `The input cannot be written as JSON: ${(cause as Error).message}`,
      { cause },
    )
  }
}

function describe(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return `an object of class ${value.constructor.name}`
}
