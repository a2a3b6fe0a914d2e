import { AwsError } from '../errors.ts'
import { type HttpExchange, send } from './http-exchange.ts'

const contentType = 'application/x-amz-json-1.1'

/** The input of an operation that speaks AWS JSON 1.1. */
export function parseJsonInput(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {}
  const value = parse(body)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw serializationError('the body is not a JSON object')
  }
  return value as Record<string, unknown>
}

/** Answers with an operation's output; nothing is an empty body, as for AWS's own deletes. */
export function sendJson(exchange: HttpExchange, output: unknown): void {
  const body = output === undefined ? '' : JSON.stringify(output)
  send(exchange, 200, { 'content-type': contentType }, body)
}

/** Answers with an error in the form that every AWS client of a JSON service reads. */
export function sendJsonError(exchange: HttpExchange, error: AwsError): void {
  const body = { __type: error.code, message: error.message, ...error.members }
  const headers = { 'content-type': contentType, 'x-amzn-errortype': error.code }
  send(exchange, error.statusCode, headers, JSON.stringify(body))
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw serializationError(cause instanceof Error ? cause.message : String(cause))
  }
}

function serializationError(reason: string): AwsError {
  return new AwsError('SerializationException', `The request cannot be read: ${reason}.`)
}
