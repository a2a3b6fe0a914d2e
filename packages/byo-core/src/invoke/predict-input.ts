/**
 * Any value that JSON has a form for. TypeScript takes objects of a `type` for it, not those of an `interface`.
 *
 * @public
 */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }

/**
 * Columns by name, all of the same length; NaN is a number that is missing.
 *
 * @public
 */
export interface PredictTable {
  /** The values of a column, one a row. */
  readonly [column: string]: Float64Array | readonly number[] | readonly string[]
}

/**
 * What can be sent to an endpoint. Without a `contentType` the value decides how: text and tables as
 * `text/csv`, bytes as `application/octet-stream`, numbers, rows and all else as `application/json`.
 *
 * - text and bytes are sent as they are, whatever the type
 * - a table, an object of columns, becomes CSV with a header; an object with `instances` or `inputs`
 *   is no table, but what many servers want as JSON
 * - an array of row objects, of rows or of values can be sent as `text/csv` too, the first with a header
 * - `application/jsonlines` has an element of an array, or a row of a table, on each line
 *
 * @public
 */
export type PredictInput =
  | string
  | Uint8Array
  | Float64Array
  | PredictTable
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue | undefined }

/** The input as a table, if it is one: an object that has columns and nothing else. */
export function asTable(input: unknown): PredictTable | undefined {
  if (!isPlainObject(input) || 'instances' in input || 'inputs' in input) return undefined
  const columns = Object.values(input)
  return columns.length > 0 && columns.every(isColumn) ? (input as PredictTable) : undefined
}

/** True for objects that are nothing more than their members. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isColumn(value: unknown): boolean {
  if (value instanceof Float64Array) return true
  if (!Array.isArray(value)) return false
  const type = typeof value[0]
  return (
    value.length === 0 ||
    ((type === 'number' || type === 'string') && value.every((cell) => typeof cell === type))
  )
}
