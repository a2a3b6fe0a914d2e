import type { ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import type { Log } from '../../logging/log.ts'
import { sendError } from '../http/send-response.ts'
import type { Invocation } from './invocation-request.ts'

/** Answers an invocation that failed. What is the server's fault goes to the log with its stack, never to the caller. */
export function answerError(
  log: Log,
  invocation: Invocation,
  response: ServerResponse,
  error: unknown,
): void {
  if (response.destroyed) {
    log.debug('client went away', { request: invocation.id })
    return
  }
  const statusCode = statusOf(error)
  const message = describeError(error)
  log[statusCode < 500 ? 'debug' : 'error'](message, { status: statusCode, request: invocation.id })
  if (statusCode === 500) log.error(`stack of ${invocation.id}\n${stackOf(error)}`)
  const headers = error instanceof HttpError ? error.headers : {}
  sendError(response, { statusCode, message, requestId: invocation.id, headers })
}

/** The status that an error asks for, ours or that of any library with a `statusCode`; 500 for all others. */
export function statusOf(error: unknown): number {
  const asked = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return Number.isInteger(asked) && Number(asked) >= 400 && Number(asked) <= 599
    ? Number(asked)
    : 500
}
