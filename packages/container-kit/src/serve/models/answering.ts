import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import type { Endpoint } from '../http/routes.ts'
import { sendEmpty, sendError, sendText } from '../http/send-response.ts'
import { closeIfDraining, type Service } from '../service.ts'

/** Makes an endpoint of a function: what it returns is sent as JSON, nothing as an empty 200, and what it throws as an error. */
export function answering(
  answer: (message: IncomingMessage, segment: string) => unknown,
): Endpoint {
  return async (service, message, response, segment) => {
    try {
      const value = await answer(message, segment)
      closeIfDraining(service, response)
      if (value === undefined) sendEmpty(response, 200)
      else sendText(response, 'application/json', JSON.stringify(value))
    } catch (error) {
      closeIfDraining(service, response)
      answerFailure(service, response, error)
    }
  }
}

/** Answers a request that failed; the stack of what nobody expected goes to the log. */
export function answerFailure(service: Service, response: ServerResponse, error: unknown): void {
  const { log } = service.runtime
  const statusCode = error instanceof HttpError ? error.statusCode : 500
  const message = describeError(error)
  log[statusCode < 500 ? 'debug' : 'error'](message, { status: statusCode })
  if (statusCode === 500) log.error(`stack\n${stackOf(rootOf(error))}`)
  if (!response.destroyed) sendError(response, { statusCode, message })
}

/** What is wrapped to say which model it was has the stack that helps. */
function rootOf(error: unknown): unknown {
  return error instanceof HttpError && error.cause !== undefined ? error.cause : error
}
