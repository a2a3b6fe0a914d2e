import { type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http'
import { headers } from '../../contract/routes.ts'
import type { WholeAnswer } from '../invocation/answer.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import { sessionHeaders } from '../sessions/session-headers.ts'

/** Answers an invocation that went well. */
export function sendAnswer(
  response: ServerResponse,
  invocation: Invocation,
  { contentType, body }: WholeAnswer,
): void {
  const fields = answerHeaders(invocation, contentType)
  invocation.bytesSent = typeof body === 'string' ? Buffer.byteLength(body) : body.length
  fields['content-length'] = invocation.bytesSent
  response.writeHead(200, fields)
  response.end(body)
}

/** The headers of an answer that the program has a say in. */
export function answerHeaders(
  { response, sessionFacts }: Pick<Invocation, 'response' | 'sessionFacts'>,
  contentType: string,
): OutgoingHttpHeaders {
  const fields: OutgoingHttpHeaders = { 'content-type': response.contentType ?? contentType }
  if (response.customAttributes !== undefined)
    fields[headers.customAttributes] = response.customAttributes
  if (sessionFacts !== undefined) Object.assign(fields, sessionHeaders(sessionFacts))
  return fields
}

/** What an error answer says. */
export interface ErrorAnswer {
  readonly statusCode: number
  readonly message: string
  readonly requestId?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Answers with an error as short JSON, because SageMaker shows callers only the first 2048 characters. Returns how many
 * bytes it has.
 */
export function sendError(response: ServerResponse, answer: ErrorAnswer): number {
  const body = JSON.stringify({
    error: STATUS_CODES[answer.statusCode] ?? 'Error',
    message: shortened(answer.message),
    requestId: answer.requestId,
  })
  const bytes = Buffer.byteLength(body)
  response.writeHead(answer.statusCode, {
    'content-type': 'application/json',
    'content-length': bytes,
    ...answer.headers,
  })
  response.end(body)
  return bytes
}

/** Answers 200 with a text. */
export function sendText(response: ServerResponse, contentType: string, text: string): void {
  response.writeHead(200, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

/** Answers with a status and nothing else. */
export function sendEmpty(response: ServerResponse, statusCode: number): void {
  response.writeHead(statusCode, { 'content-length': 0 })
  response.end()
}

/** Leaves room for the rest of the body and for escapes. */
function shortened(message: string): string {
  return message.length > 1000 ? `${[...message.slice(0, 1000)].slice(0, -1).join('')}…` : message
}
