import type { Table } from '../table/table.ts'

/**
 * What `predict` can be given, by the name that a program asks for it with.
 *
 * @public
 */
export interface Inputs {
  /** Rows of named columns, from CSV, JSON, JSON Lines or NumPy's arrays. */
  readonly table: Table
  /** The JSON value as it was sent. */
  readonly json: unknown
  /** The body as text, from any textual type. */
  readonly text: string
  /** The body as it was sent, of any type. */
  readonly bytes: Uint8Array
  /** The records of a RecordIO body; in a batch transform with one record a request, that record. */
  readonly records: readonly Uint8Array[]
}

/**
 * Name of a kind of input.
 *
 * @public
 */
export type InputKind = keyof Inputs

/**
 * Translates between bodies of one media type and values: one's own go into the option `codecs`.
 *
 * @example
 * ```ts
 * import { type Codec, HttpError, runContainer } from '@byo/container-kit'
 * import { rowCount } from '@byo/container-kit/table'
 *
 * // Lines such as "1:0.5 3:2", the values of numbered columns.
 * const libsvm: Codec = {
 *   mediaTypes: ['text/x-libsvm'],
 *   decode: {
 *     table(body) {
 *       const lines = new TextDecoder().decode(body).trim().split('\n')
 *       const pairs = lines.map((line) => new Map(line.split(' ').map((pair) => pair.split(':') as [string, string])))
 *       const names = new Set(pairs.flatMap((row) => [...row.keys()]))
 *       if (names.has('')) throw new HttpError(400, 'A line is empty: send "column:value" pairs.')
 *       return Object.fromEntries(
 *         [...names].map((name) => [`V${name}`, Float64Array.from(pairs, (row) => Number(row.get(name) ?? 0))]),
 *       )
 *     },
 *   },
 * }
 *
 * await runContainer({ codecs: [libsvm], predict: (_model, rows) => new Float64Array(rowCount(rows)) })
 * ```
 * @public
 */
export interface Codec {
  /** The types that this codec reads and writes, in lower case; it writes the first where the caller has no wish. */
  readonly mediaTypes: readonly [string, ...string[]]
  /**
   * How a body becomes each kind of input that it can become. What is wrong with a body is an {@link HttpError} 400.
   * `charset` is that of the Content-Type in lower case, `utf-8` where it has none.
   */
  readonly decode: {
    readonly [Kind in InputKind]?: (
      body: Uint8Array,
      charset: string,
    ) => Inputs[Kind] | Promise<Inputs[Kind]>
  }
  /**
   * The body that stands for a value, or undefined if this type has none for it; the next that the caller accepts is
   * asked then.
   *
   * @defaultValue none: the type is only read
   */
  readonly encode?: (output: unknown) => string | Uint8Array | undefined
}
