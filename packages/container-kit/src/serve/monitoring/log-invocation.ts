import type { ServerResponse } from 'node:http'
import { type Log, writesDebug } from '../../logging/log.ts'
import type { Invocation } from '../invocation/invocation-request.ts'

/** What is said of an invocation in the log: a sentence, how much it matters, and where the server was at fault. */
export interface Remark {
  readonly level: 'debug' | 'error'
  readonly message: string
  readonly stack?: string
}

/** Writes the one line of an invocation; never what it held. A line that nobody wants costs nothing, not even an id. */
export function logInvocation(
  log: Log,
  invocation: Invocation,
  response: Pick<ServerResponse, 'headersSent' | 'statusCode'>,
  { level, message, stack }: Remark,
  bytesReceived: number,
  milliseconds: number,
): void {
  if (level === 'debug' && !writesDebug(log)) return
  log[level](message, {
    request: invocation.id,
    inference: invocation.inferenceId,
    // A client that went away before its answer began got none.
    status: response.headersSent ? response.statusCode : undefined,
    received: bytesReceived,
    sent: invocation.bytesSent,
    milliseconds: Math.round(milliseconds * 1000) / 1000,
  })
  if (stack !== undefined) log[level](`stack of ${invocation.id}\n${stack}`)
}

/** What is said of an invocation that went well. */
export const answered: Remark = { level: 'debug', message: 'answered' }

/** What is said of an invocation whose client did not wait for the answer. */
export const clientGone: Remark = { level: 'debug', message: 'client went away' }
