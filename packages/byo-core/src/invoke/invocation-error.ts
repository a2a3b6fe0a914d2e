import { InvocationError } from '../errors.ts'
import { readAwsError } from '../requests/aws-error.ts'

/** Makes a ModelError speak with the container's own words; leaves other errors as they are. */
export function asInvocationError(endpointName: string, error: unknown): unknown {
  const { name, message, requestId, attempts } = readAwsError(error)
  if (name !== 'ModelError') return error
  const { OriginalStatusCode, OriginalMessage } = error as {
    OriginalStatusCode?: number
    OriginalMessage?: string
  }
  const statusCode = OriginalStatusCode ?? 500
  const containerMessage = (OriginalMessage ?? message).trim()
  return new InvocationError(
    'invocation-failed',
    `Endpoint ${endpointName} answered with ${statusCode}: ${containerMessage || 'nothing more'}`,
    { endpointName, statusCode, containerMessage, reason: undefined, attempts, requestId },
    error,
  )
}

/** The error of a stream that has begun and doesn't come to its end. */
export function brokenStream(
  endpointName: string,
  facts: Pick<InvocationError, 'attempts' | 'requestId'>,
  error: unknown,
): InvocationError {
  const { name, message } = readAwsError(error)
  const { ErrorCode } = (error ?? {}) as { ErrorCode?: string }
  const reason = ErrorCode ?? name
  return new InvocationError(
    'stream-broken',
    `The answer of endpoint ${endpointName} broke off: ${reason}: ${message} What came before stands; the endpoint's log may say why.`,
    { ...facts, endpointName, statusCode: undefined, containerMessage: message, reason },
    error,
  )
}
