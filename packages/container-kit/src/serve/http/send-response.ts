import {
  type OutgoingHttpHeaders,
  type ServerResponse,
  STATUS_CODES,
  validateHeaderName,
  validateHeaderValue,
} from 'node:http'
import { limits } from '../../contract/limits.ts'
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
  endWith(response, body)
}

/**
 * Sends the whole body and ends. `end(body)` would send an empty chunk after it, and two chunks take a slower call of the
 * system than one.
 */
function endWith(response: ServerResponse, body: string | Uint8Array): void {
  const { socket } = response
  socket?.cork()
  response.write(body)
  socket?.uncork()
  response.end()
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
    message: shortened(answer.message, messageChars),
    requestId: answer.requestId && shortened(answer.requestId, idChars),
  })
  const bytes = Buffer.byteLength(body)
  response.writeHead(answer.statusCode, {
    ...sendable(answer.headers ?? {}),
    'content-type': 'application/json',
    'content-length': bytes,
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

/** The headers that can be sent: one that cannot must not cost the caller the answer. */
function sendable(fields: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(fields).filter(([name, value]) => {
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
      return true
    } catch {
      return false
    }
  })
  return Object.fromEntries(entries)
}

/** As much of a text as takes so many characters in JSON, where a quote takes two and a control character six. */
function shortened(text: string, chars: number): string {
  if (JSON.stringify(text).length <= chars) return text
  let kept = ''
  let length = 0
  for (const char of text) {
    length += JSON.stringify(char).length - 2
    if (length > chars - 3) break
    kept += char
  }
  return `${kept}…`
}

/** Together with the rest of the body less than the platform shows. */
const messageChars = limits.originalMessageChars - 600
const idChars = 300
