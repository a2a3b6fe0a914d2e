import { ContainerError, type ContainerErrorCode, HttpError } from '../../errors.ts'
import { describeError } from '../../lifecycle/describe-error.ts'

/** All of an error that answers and logs need, as plain data: between threads an Error loses its class. */
export interface WireError {
  readonly name: string
  readonly message: string
  readonly stack: string | undefined
  /** The code of a ContainerError. */
  readonly ownCode: ContainerErrorCode | undefined
  /** The status and headers of an HttpError. */
  readonly http: Pick<HttpError, 'statusCode' | 'headers'> | undefined
  /** What other errors say besides, such as the system's: `code`, `path` and `statusCode`. */
  readonly facts: Readonly<Record<string, string | number>>
  readonly cause: WireError | undefined
}

/** Takes an error apart; it may have been caused by others, up to five. Of any other value the sentence is left. */
export function packError(error: unknown, depth = 5): WireError {
  const isError = error instanceof Error
  const hasCause = isError && error.cause !== undefined && depth > 0
  return {
    name: isError ? error.name : 'Error',
    message: isError ? error.message : describeError(error),
    stack: isError ? error.stack : undefined,
    ownCode: error instanceof ContainerError ? error.code : undefined,
    http:
      error instanceof HttpError
        ? { statusCode: error.statusCode, headers: { ...error.headers } }
        : undefined,
    facts: isError ? factsOf(error) : {},
    cause: hasCause ? packError(error.cause, depth - 1) : undefined,
  }
}

/** Puts an error together again: the same class if it is ours, else an Error of the same name, sentence and facts. */
export function unpackError(wire: WireError): Error {
  const error = emptyError(wire)
  Object.defineProperty(error, 'stack', { value: wire.stack ?? '', configurable: true })
  return error
}

function factsOf(error: Error): WireError['facts'] {
  const facts: Record<string, string | number> = {}
  for (const name of ['code', 'path', 'statusCode']) {
    const value: unknown = Reflect.get(error, name)
    if (typeof value === 'string' || typeof value === 'number') facts[name] = value
  }
  return facts
}

function emptyError({ name, message, ownCode, http, facts, cause }: WireError): Error {
  const options = cause === undefined ? {} : { cause: unpackError(cause) }
  if (http !== undefined)
    return new HttpError(http.statusCode, message, { ...options, headers: http.headers })
  if (ownCode !== undefined) return new ContainerError(ownCode, message, options)
  return Object.assign(new Error(message, options), { name, ...facts })
}
