/**
 * What went wrong, as a fact a program can act on.
 *
 * @public
 */
export type MarsErrorCode =
  /** An option has a value that it cannot have. */
  | 'invalid-option'
  /** There is no option of that name. */
  | 'unknown-option'
  /** The option exists, but not under the rules that `compat` asks for. */
  | 'unsupported-option'
  /** The table has none of the forms that a table can have. */
  | 'invalid-table'
  /** The table has too few rows, or no column to predict from. */
  | 'empty-table'
  /** Two columns of the table, or two rows of a matrix, differ in length. */
  | 'ragged-table'
  /** A column that is needed is not there. */
  | 'missing-column'
  /** A cell holds no value: null, undefined, NaN or an infinity. */
  | 'missing-value'
  /** A cell or a column is of another type than it has to be. */
  | 'wrong-type'
  /** A text column holds a single value, so that it tells nothing. */
  | 'single-level'
  /** Two design columns, or two responses, would have the same name. */
  | 'duplicate-column'
  /** A cell holds a level never seen in training, or none of those given. */
  | 'unseen-level'
  /** The numbers are too large, or all too small, for their squares to be added up. */
  | 'overflow'
  /** A JSON value is not a model; the message names the field. */
  | 'invalid-model'
  /** The model was read from JSON without a member that is optional there, and needed here. */
  | 'incomplete-model'
  /** A JSON model was written by a newer version of the format. */
  | 'newer-model'
  /** The signal given to the work was aborted; `cause` is its reason. */
  | 'aborted'
  /** There are no workers here, or no memory that they could share. */
  | 'no-threads'
  /** A worker ended by itself, or failed at its task; `cause` says more. */
  | 'worker-failed'

const brand = Symbol.for('@byo/mars/error')

/**
 * The one error this package throws; its message says what happened, the value seen, what to do.
 *
 * @example
 * ```ts
 * import { fitMars, isMarsError } from '@byo/mars'
 *
 * try {
 *   fitMars({ x: [1, 2, 3], y: [2, 4, 6] }, 'z')
 * } catch (error) {
 *   if (isMarsError(error) && error.code === 'missing-column') console.log(error.message)
 * }
 * ```
 *
 * @public
 */
export class MarsError extends Error {
  /** What went wrong, for a program to act on. */
  readonly code: MarsErrorCode

  constructor(code: MarsErrorCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  static {
    Object.defineProperty(MarsError.prototype, 'name', { value: 'MarsError' })
    Object.defineProperty(MarsError.prototype, brand, { value: true })
  }
}

/**
 * Whether a value is a {@link MarsError}, also one thrown by another copy of this package.
 *
 * @public
 */
export function isMarsError(value: unknown): value is MarsError {
  return typeof value === 'object' && value !== null && brand in value
}

/** A value for a message: short, and texts in quotes. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value))
  if (typeof value === 'bigint') return `${value}n`
  if (value instanceof Date) return 'a Date'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'object' && value !== null) {
    return ArrayBuffer.isView(value) ? 'a typed array' : 'an object'
  }
  return typeof value === 'function' ? 'a function' : String(value)
}

/** Names for a message: quoted, and cut after twenty. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return 'none'
  const shown = names.slice(0, 20).map((name) => JSON.stringify(shortened(name)))
  return names.length > 20 ? `${shown.join(', ')} and ${names.length - 20} more` : shown.join(', ')
}

/** A text cut to what a message can hold. */
function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
