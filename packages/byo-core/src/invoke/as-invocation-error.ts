import { readAwsError } from '../requests/aws-error.ts'
import { InvocationError } from './invocation-error.ts'

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
export function asBrokenStream(
  endpointName: string,
  error: unknown,
  { attempts, requestId }: Pick<InvocationError, 'attempts' | 'requestId'> = readAwsError(error),
): InvocationError {
  const { name, message } = readAwsError(error)
  const { ErrorCode } = error as { ErrorCode?: string }
  // Else it is the connection: the word for that is SageMaker's.
  const reason = ErrorCode ?? (name === 'InternalStreamFailure' ? name : 'StreamBroken')
  // Behind the first line the SDK tells of members that this error hasn't.
  const [containerMessage = ''] = message.split('\n')
  return new InvocationError(
    'stream-broken',
    `The answer of endpoint ${endpointName} broke off: ${reason}: ${containerMessage} What came before stands; the endpoint's log may say why.`,
    { endpointName, statusCode: undefined, containerMessage, reason, attempts, requestId },
    error,
  )
}

/** True when a request failed after its answer had begun: the SDK waits for a stream's first message. */
export function isBrokenStream(error: unknown): boolean {
  const { name, statusCode } = readAwsError(error)
  return statusCode === 200 || name === 'ModelStreamError' || name === 'InternalStreamFailure'
}
