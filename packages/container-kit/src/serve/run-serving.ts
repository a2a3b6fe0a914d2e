import type { Server } from 'node:http'
import type { InputKind } from '../codecs/codec.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import { reportError } from '../lifecycle/report-error.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { listenForStop } from '../lifecycle/stop-request.ts'
import { acceptConversations } from './conversation/conversations.ts'
import { createService } from './create-service.ts'
import { createRequestListener } from './http/create-request-listener.ts'
import { createHttpServer, listen } from './http/http-server.ts'
import { followConnections } from './http/open-connections.ts'
import { makeReady } from './make-ready.ts'
import type { ServeProgram } from './serve-program.ts'
import type { Service } from './service.ts'
import { servingRoutes } from './serving-routes.ts'
import { whenStopped } from './when-stopped.ts'

/** Serves until a signal or a failure ends it, and returns the exit code. */
export async function runServing<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  runtime: Runtime,
): Promise<number> {
  const { host, log } = runtime
  const { promise: ended, resolve: end, reject: fail } = withResolvers<number>()
  const stop = listenForStop(host, (signal) => end(exitCodeOf(signal)))
  host.onCrash(fail)
  let server: Server | undefined
  let service: Service | undefined
  try {
    service = createService(program, runtime, stop.signal)
    server = createHttpServer(createRequestListener(service, servingRoutes(service)))
    if (program.converse !== undefined) acceptConversations(service, server).catch(fail)
    const connections = followConnections(server)
    // The socket is open while the model is loaded, so that the platform learns of it at once.
    const port = await listen(host, server, service.options.port)
    log.info('listening', { port })
    makeReady(service, stop.signal).catch(fail)
    whenStopped(service, server, connections, stop).then(end, fail)
    return await ended
  } catch (error) {
    reportError(host, error)
    return exitCodes.failure
  } finally {
    server?.closeAllConnections()
    service?.sessions?.close()
    for (const conversation of service?.conversations ?? []) conversation.cut()
    await service?.model?.close().catch((error) => reportError(host, error))
    await service?.models?.close()
  }
}

/** `Promise.withResolvers`, which Node has from version 22. */
function withResolvers<Value>(): {
  promise: Promise<Value>
  resolve: (value: Value) => void
  reject: (reason: unknown) => void
} {
  let resolve!: (value: Value) => void
  let reject!: (reason: unknown) => void
  const promise = new Promise<Value>((...functions) => {
    ;[resolve, reject] = functions
  })
  return { promise, resolve, reject }
}
