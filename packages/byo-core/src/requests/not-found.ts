import { type ByoError, RequestError } from '../errors.ts'
import { isNotFound } from './error-kinds.ts'

/** Throws a `not-found` error with the given sentence for a thing that is not there, all other errors again. */
export function explainNotFound(sentence: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof RequestError) || !isNotFound(error)) throw error
    throw notFound(sentence, error)
  }
}

/** The same facts and the same cause: what reads the SDK's error still finds it. */
function notFound(sentence: string, error: RequestError): ByoError {
  return new RequestError(
    'not-found',
    `${sentence} AWS says: ${error.awsMessage}`,
    error,
    error.cause,
  )
}
