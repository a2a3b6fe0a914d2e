import { ContainerError, type ContainerErrorCode, HttpError } from '../../errors.ts'
import { describeError } from '../../lifecycle/describe-error.ts'

/** All of an error that answers and logs need, as plain data: between threads an Error loses its class. */
export interface WireError {
  /** The sentence that describeError gives. */
  readonly message: string
  readonly stack: string | undefined
  /** The code of a ContainerError. */
  readonly code: ContainerErrorCode | undefined
  /** The status that the error asks for, of an HttpError or another library's. */
  readonly statusCode: number | undefined
  /** Headers of an HttpError. */
  readonly headers: Readonly<Record<string, string>> | undefined
  readonly cause: WireError | undefined
}

/** Takes an error apart; it may have been caused by others, up to five. */
export function packError(error: unknown, depth = 5): WireError {
  const isError = error instanceof Error
  const hasCause = isError && error.cause !== undefined && depth > 0
  const asked = isError && 'statusCode' in error ? error.statusCode : undefined
  return {
    message: describeError(error),
    stack: isError ? error.stack : undefined,
    code: error instanceof ContainerError ? error.code : undefined,
    statusCode: typeof asked === 'number' ? asked : undefined,
    headers: error instanceof HttpError ? { ...error.headers } : undefined,
    cause: hasCause ? packError(error.cause, depth - 1) : undefined,
  }
}

/** Puts an error together again: the same class if it is ours, else an Error with the same sentence, status and stack. */
export function unpackError(wire: WireError): Error {
  const error = emptyError(wire)
  Object.defineProperty(error, 'stack', { value: wire.stack ?? '', configurable: true })
  return error
}

function emptyError({ message, code, statusCode, headers, cause }: WireError): Error {
  const options = cause === undefined ? {} : { cause: unpackError(cause) }
  if (headers !== undefined)
    return new HttpError(Number(statusCode), message, { ...options, headers })
  if (code !== undefined) return new ContainerError(code, message, options)
  const error = new Error(message, options)
  return statusCode === undefined ? error : Object.assign(error, { statusCode })
}
