import { createServer, type RequestListener, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { environmentVariables } from '../../contract/environment.ts'
import { ContainerError } from '../../errors.ts'
import { describeError } from '../../lifecycle/describe-error.ts'
import type { Host } from '../../lifecycle/host.ts'
import { sendRawError } from './raw-answer.ts'

/** Makes a server whose timeouts fit the platform: it never cuts a slow upload, nor a connection that the router keeps. */
export function createHttpServer(listener: RequestListener): Server {
  const server = createServer(
    {
      // Longer than the router's idle connections live (60 s), so that it is never this side that cuts them.
      keepAliveTimeout: 75_000,
      headersTimeout: 80_000,
      requestTimeout: 0,
    },
    listener,
  )
  server.on('clientError', answerMalformed)
  return server
}

/**
 * Listens on all interfaces and returns the port.
 *
 * @throws ContainerError with code `listen` that says what to do.
 */
export async function listen(host: Host, server: Server, port: number): Promise<number> {
  try {
    return await host.listen(server, port)
  } catch (cause) {
    throw new ContainerError('listen', listenProblem(port, cause), { cause })
  }
}

function listenProblem(port: number, cause: unknown): string {
  const remedy = `stop the program that has it, or set ${environmentVariables.bindToPort} to another.`
  return cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
    ? `Port ${port} is in use: ${remedy}`
    : `Port ${port} cannot be listened on (${describeError(cause)}): ${remedy}`
}

/** Answers what is not HTTP with a status, if the client still listens. */
function answerMalformed(error: Error, socket: Duplex): void {
  const code = 'code' in error ? error.code : undefined
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const status = malformedStatus.get(String(code)) ?? 400
  sendRawError(socket, status, 'The request is not HTTP as this server reads it.')
}

const malformedStatus: ReadonlyMap<string, number> = new Map([
  ['HPE_HEADER_OVERFLOW', 431],
  ['ERR_HTTP_REQUEST_TIMEOUT', 408],
])
