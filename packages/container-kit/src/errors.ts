/**
 * Every fact that an error of this package can state.
 *
 * | code | says |
 * |---|---|
 * | `usage` | a program, or the checker of programs, was started with words or options it cannot use, or asks for what cannot be done |
 * | `config-file` | a file in `input/config` cannot be read or holds something else than the contract says |
 * | `environment` | an environment variable has a value that means nothing |
 * | `hyperparameters` | hyperparameters do not fit the schema |
 * | `channel` | an input channel is missing or holds nothing that can be read |
 * | `cluster` | the other hosts of the job cannot be found |
 * | `child` | a program that training started failed: {@link ChildProcessError} |
 * | `record-io` | bytes are not the RecordIO they should be |
 * | `folder` | a folder or file of the contract cannot be written |
 * | `csv` | text is not the CSV it should be |
 * | `table` | bytes are not the Parquet or Arrow they should be, or hold what a table cannot |
 * | `exit` | the process ended before training was finished, or in a test before it could serve |
 * | `load` | the model could not be loaded |
 * | `listen` | the server could not take its port |
 * | `stopped` | SIGTERM or SIGINT asked for an end |
 * | `disconnected` | the client of an invocation went away |
 * | `http` | an invocation is answered with this error's status: {@link HttpError} |
 *
 * @public
 */
export type ContainerErrorCode =
  | 'usage'
  | 'config-file'
  | 'environment'
  | 'hyperparameters'
  | 'channel'
  | 'cluster'
  | 'child'
  | 'record-io'
  | 'folder'
  | 'csv'
  | 'table'
  | 'exit'
  | 'load'
  | 'listen'
  | 'stopped'
  | 'disconnected'
  | 'http'

const brand = Symbol.for('@byo/container-kit/error')

/**
 * The error of this package. The message is a whole sentence: what happened, the value seen, what to do.
 *
 * @example
 * ```ts
 * import { isContainerError } from '@byo/container-kit'
 * import { readCsv } from '@byo/container-kit/table'
 *
 * try {
 *   await readCsv('iris.csv')
 * } catch (error) {
 *   if (isContainerError(error) && error.code === 'csv') process.exitCode = 1
 *   else throw error
 * }
 * ```
 * @public
 */
export class ContainerError extends Error {
  /** The fact that this error states. */
  readonly code: ContainerErrorCode

  constructor(code: ContainerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }

  static {
    Object.defineProperty(ContainerError.prototype, 'name', { value: 'ContainerError' })
    Object.defineProperty(ContainerError.prototype, brand, { value: true })
  }
}

/**
 * An error that `predict` throws to answer an invocation with a status of its own; the message goes to the caller.
 *
 * @example
 * ```ts
 * import { HttpError } from '@byo/container-kit'
 *
 * function checked(rows: number): number {
 *   if (rows > 1000) throw new HttpError(422, `At most 1000 rows can be predicted at once, not ${rows}.`)
 *   return rows
 * }
 * ```
 * @public
 */
export class HttpError extends ContainerError {
  /** HTTP status of the answer, 400 to 599. */
  readonly statusCode: number
  /** Headers that belong to the status, such as `Allow` to 405. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    statusCode: number,
    message: string,
    options: ErrorOptions & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super('http', message, options)
    this.statusCode = statusCode
    this.headers = options.headers ?? {}
  }

  static {
    Object.defineProperty(HttpError.prototype, 'name', { value: 'HttpError' })
  }
}

/**
 * The failure of a program that `run` started in training. Where nobody catches it, the container ends with the
 * program's exit code and FailureReason begins with what the program said last.
 *
 * @example
 * ```ts
 * import { ChildProcessError, runContainer } from '@byo/container-kit'
 *
 * await runContainer({
 *   async train({ run }) {
 *     try {
 *       await run('Rscript', ['fit.R'])
 *     } catch (error) {
 *       if (!(error instanceof ChildProcessError) || error.exitCode !== 3) throw error
 *       await run('Rscript', ['fit-slowly.R'])
 *     }
 *   },
 * })
 * ```
 * @public
 */
export class ChildProcessError extends ContainerError {
  /** The program's own; 128 and the signal's number if a signal ended it; 127 if it was not found, 126 if it cannot be run. */
  readonly exitCode: number
  /** The last lines that it wrote to stderr. */
  readonly stderrTail: string

  constructor(
    exitCode: number,
    message: string,
    options: ErrorOptions & { readonly stderrTail?: string } = {},
  ) {
    super('child', message, options)
    this.exitCode = exitCode
    this.stderrTail = options.stderrTail ?? ''
  }

  static {
    Object.defineProperty(ChildProcessError.prototype, 'name', { value: 'ChildProcessError' })
  }
}

/**
 * Says whether a value is a {@link ContainerError}, also one of another copy of this package.
 *
 * @example
 * ```ts
 * import { isContainerError } from '@byo/container-kit'
 *
 * const isUserFault = (error: unknown) => isContainerError(error) && error.code === 'hyperparameters'
 * ```
 * @public
 */
export function isContainerError(value: unknown): value is ContainerError {
  return typeof value === 'object' && value !== null && brand in value
}
