import type { ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import { sendError } from '../http/send-response.ts'
import { clientGone, type Remark } from '../monitoring/log-invocation.ts'
import type { Invocation } from './invocation-request.ts'

/**
 * Answers an invocation that failed, and returns what the log is to say of it: the stack of what is the
 * server's fault, too, which is not for the caller.
 */
export function answerError(
  invocation: Invocation,
  response: ServerResponse,
  error: unknown,
): Remark {
  if (response.destroyed) return clientGone
  const statusCode = statusOf(error)
  const message = describeError(error)
  const headers = error instanceof HttpError ? error.headers : {}
  const { id: requestId } = invocation
  invocation.bytesSent = sendError(response, { statusCode, message, requestId, headers })
  if (statusCode < 500) return { level: 'debug', message }
  return { level: 'error', message, ...(statusCode === 500 && { stack: stackOf(error) }) }
}

/** The status that an error asks for, ours or that of any library with a `statusCode`; 500 for all others. */
export function statusOf(error: unknown): number {
  const asked = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return Number.isInteger(asked) && Number(asked) >= 400 && Number(asked) <= 599
    ? Number(asked)
    : 500
}
