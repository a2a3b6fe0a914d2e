import { type ByoError, type ByoErrorCode, isByoError, RequestError } from '../errors.ts'
import { aborted } from '../waiting/aborted.ts'
import { readAwsError } from './aws-error.ts'
import { isAccessDenied, isAlreadyThere, isBadCredential } from './error-kinds.ts'
import { iamActionOf } from './iam-action.ts'
import { quotaAdvice } from './quota.ts'

/** Passed to the SDK with every call. */
export interface RequestOptions {
  readonly abortSignal?: AbortSignal
}

/**
 * Makes a call of the SDK and turns what it throws into an error of this package, which names the
 * operation and keeps the SDK's error as its cause.
 */
export async function request<T>(
  operation: string,
  signal: AbortSignal | undefined,
  call: (options: RequestOptions) => Promise<T>,
): Promise<T> {
  if (signal?.aborted) throw aborted(signal, operation)
  try {
    return await call(signal ? { abortSignal: signal } : {})
  } catch (error) {
    if (signal?.aborted) throw aborted(signal, operation)
    throw isByoError(error) ? error : translate(operation, error)
  }
}

function translate(operation: string, error: unknown): ByoError {
  const { name, message, statusCode, requestId, attempts } = readAwsError(error)
  const { code, text } = explain(operation, error)
  return new RequestError(
    code,
    text,
    { operation, awsError: name, awsMessage: message, statusCode, requestId, attempts },
    error,
  )
}

/** The code and the sentence for an error. */
function explain(operation: string, error: unknown): { code: ByoErrorCode; text: string } {
  const { name, message, attempts } = readAwsError(error)
  if (isBadCredential(error)) {
    return {
      code: 'credentials-missing',
      text: `${operation} was not signed with working credentials: ${message} Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in again.`,
    }
  }
  if (isAccessDenied(error)) {
    return {
      code: 'access-denied',
      text: `${operation} was denied: ${message} Allow the caller the action ${iamActionOf(operation, message)}, or use other credentials.`,
    }
  }
  if (/^ResourceLimitExceeded/.test(name)) {
    return {
      code: 'quota-exceeded',
      text: `${operation} is over a quota: ${message} ${quotaAdvice(message)}`,
    }
  }
  if (isAlreadyThere(error)) {
    return { code: 'name-taken', text: `${operation}: ${message} Choose another name.` }
  }
  const code = networkCode(error)
  if (code !== undefined) {
    return {
      code: 'endpoint-unreachable',
      text: `${operation} could not be sent: ${message || code}. Is the endpoint right (AWS_ENDPOINT_URL, region), and does it run?`,
    }
  }
  const times = attempts > 1 ? ` ${attempts} times` : ''
  return { code: 'request-refused', text: `${operation} was refused${times}: ${name}: ${message}` }
}

/** Those of sockets, of name look-up and of TLS; a file that can't be read has a code too. */
const networkCodes =
  /^(ECONN\w+|ENOTFOUND|EAI_\w+|E(HOST|NET)UNREACH|ETIMEDOUT|EPIPE|EPROTO|ERR_TLS\w*|CERT_\w+|\w*SELF_SIGNED\w*|UNABLE_TO_\w+)$/

/** Node's code for a connection that failed, such as `ECONNREFUSED`, also of several addresses tried. */
function networkCode(error: unknown): string | undefined {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: { code?: unknown }[] }
  const found = code ?? errors?.[0]?.code
  return typeof found === 'string' && networkCodes.test(found) ? found : undefined
}
