import type { ServerResponse } from 'node:http'
import { HttpError } from '../../errors.ts'
import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import { onAbort } from '../../lifecycle/on-abort.ts'
import { answerHeaders } from '../http/send-response.ts'
import { answered, clientGone, type Remark } from '../monitoring/log-invocation.ts'
import type { Service } from '../service.ts'
import type { StreamedAnswer } from './answer.ts'
import { awaitAnswer } from './await-answer.ts'
import type { Invocation } from './invocation-request.ts'

/**
 * Sends an answer while it is made. One that cannot be brought to its end is cut off without the last chunk of HTTP, so
 * that nobody takes it for whole. Never rejects; returns what the log is to say of it.
 */
export async function streamAnswer(
  service: Service,
  invocation: Invocation,
  response: ServerResponse,
  { contentType, body }: StreamedAnswer,
): Promise<Remark> {
  const seconds = service.options.streamTimeoutSeconds
  response.writeHead(200, answerHeaders(invocation, contentType))
  const sent = send(service, invocation, response, body)
  sent.then(
    () => invocation.end(),
    () => invocation.end(),
  )
  try {
    const problem = `The answer took longer than ${seconds} s.`
    await awaitAnswer(service, invocation, response, sent, { seconds, problem })
    finish(service, response)
    return answered
  } catch (error) {
    return breakOff(service, invocation, response, error)
  }
}

async function send(
  { runtime: { host } }: Service,
  invocation: Invocation,
  response: ServerResponse,
  body: AsyncIterable<Uint8Array>,
): Promise<void> {
  const { signal } = invocation
  for await (const chunk of body) {
    signal.throwIfAborted()
    invocation.bytesSent += chunk.length
    await write(response, chunk, signal)
    // A stream that never waits would keep everything else from its turn, the notice of a client that is gone as well.
    await host.letOthersWork()
  }
}

/** Resolves once a chunk has left for the client, so that never more than one waits in memory. */
function write(response: ServerResponse, chunk: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stopListening = onAbort(signal, resolve)
    response.write(chunk, () => {
      stopListening()
      resolve()
    })
  })
}

/** Ends an answer, and its connection if the container has to end, which it could not know when the answer began. */
function finish(service: Service, response: ServerResponse): void {
  const { socket } = response
  response.end(() => {
    if (service.draining) socket?.end()
  })
}

function breakOff(
  { metrics }: Service,
  invocation: Invocation,
  response: ServerResponse,
  error: unknown,
): Remark {
  invocation.abort(error instanceof Error ? error : new Error(describeError(error)))
  if (response.destroyed) return clientGone
  response.destroy()
  metrics.brokenStreams += 1
  return {
    level: 'error',
    message: `the answer broke off: ${describeError(error)}`,
    ...(!(error instanceof HttpError) && { stack: stackOf(error) }),
  }
}
