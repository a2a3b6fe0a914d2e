import type { Table } from '../table/table.ts'

/**
 * What `predict` can be given, by the name that a program asks for it with.
 *
 * @public
 */
export interface Inputs {
  /** Rows of named columns, from CSV, JSON or JSON Lines. */
  readonly table: Table
  /** The JSON value as it was sent. */
  readonly json: unknown
  /** The body as text, from any textual type. */
  readonly text: string
  /** The body as it was sent, of any type. */
  readonly bytes: Uint8Array
}

/** Name of a kind of input. */
export type InputKind = keyof Inputs

/** Translates between bodies of one media type and values. */
export interface Codec {
  /** The types that this codec reads; it writes the first. */
  readonly mediaTypes: readonly [string, ...string[]]
  /** How a body becomes each kind of input that it can become. */
  readonly decode: {
    readonly [Kind in InputKind]?: (body: Uint8Array, charset: string) => Inputs[Kind]
  }
  /** The body that stands for a value, or undefined if this type has none for it. */
  encode(output: unknown): string | Uint8Array | undefined
}
