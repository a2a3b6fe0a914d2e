import type { Server } from 'node:http'
import type { InputKind } from '../codecs/codec.ts'
import { environmentVariables } from '../contract/environment.ts'
import { limits } from '../contract/limits.ts'
import { containerPaths } from '../contract/paths.ts'
import { ContainerError, HttpError } from '../errors.ts'
import { describeError } from '../lifecycle/describe-error.ts'
import { exitCodeOf, exitCodes } from '../lifecycle/exit-codes.ts'
import { reportError } from '../lifecycle/report-error.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { listenForStop, type StopRequest } from '../lifecycle/stop-request.ts'
import { acceptConversations, closeConversations } from './conversation/conversations.ts'
import { drain } from './drain.ts'
import { createRequestListener } from './http/create-request-listener.ts'
import { createHttpServer, listen } from './http/http-server.ts'
import { followConnections, type OpenConnections } from './http/open-connections.ts'
import { inProcess } from './in-process-model.ts'
import { Admission } from './invocation/admission.ts'
import { ModelRegistry } from './models/model-registry.ts'
import { ServeMetrics } from './monitoring/serve-metrics.ts'
import { serveOptions } from './options/serve-options.ts'
import { loadInWorkers } from './pool/load-in-workers.ts'
import type { ServeProgram } from './serve-program.ts'
import type { Service } from './service.ts'
import { servingRoutes } from './serving-routes.ts'
import { SessionRegistry } from './sessions/session-registry.ts'

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

function createService<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  runtime: Runtime,
  signal: AbortSignal,
): Service {
  const { env } = runtime.host
  const options = serveOptions(program, runtime.host)
  const loadModel =
    options.workers > 0 ? loadInWorkers(program, options, runtime) : inProcess(program, options)
  const service: Service = {
    runtime,
    options,
    loadModel,
    models: options.isMultiModel
      ? new ModelRegistry({
          runtime,
          loadModel,
          root: containerPaths(env[environmentVariables.baseDir]).modelsDir,
          signal,
          unloadTimeoutSeconds: options.predictTimeoutSeconds,
        })
      : undefined,
    sessions:
      options.sessions === undefined || options.isMultiModel
        ? undefined
        : new SessionRegistry(options.sessions, runtime.host, (id) =>
            service.model?.forgetSession(id),
          ),
    admission: new Admission(options.concurrency, options.queueSize),
    metrics: new ServeMetrics(),
    pending: new Set(),
    conversations: new Set(),
    model: undefined,
    draining: false,
  }
  return service
}

/**
 * Loads the model and makes the service ready; many models are loaded when they are asked for.
 *
 * @throws ContainerError with code `load` that says why it could not, unless a stop was asked for meanwhile.
 */
async function makeReady(service: Service, signal: AbortSignal): Promise<void> {
  const { host, log } = service.runtime
  if (service.models !== undefined) {
    log.info('ready', { models: 'by request' })
    return
  }
  const { modelDir } = containerPaths(host.env[environmentVariables.baseDir])
  const started = host.milliseconds()
  try {
    service.model = await service.loadModel({ modelDir, log, signal })
    service.metrics.loadSeconds = (host.milliseconds() - started) / 1000
    log.info('ready')
  } catch (cause) {
    if (signal.aborted) return
    throw new ContainerError(
      'load',
      `The model could not be loaded from ${modelDir}. ${describeError(cause)}`,
      { cause },
    )
  }
}

/** Waits for a stop signal, lets the requests under way finish, and resolves to the exit code. */
async function whenStopped(
  service: Service,
  server: Server,
  connections: OpenConnections,
  stop: StopRequest,
): Promise<number> {
  const signal = await stop.requested
  const { host, log, stopGraceSeconds = defaultGraceSeconds } = service.runtime
  service.draining = true
  log.info('stopping', { signal })
  for (const conversation of service.conversations) conversation.abort(stop.signal.reason)
  const times = {
    // Who presses Ctrl-C has no router in front.
    lingerSeconds: signal === 'SIGTERM' ? service.options.lingerSeconds : 0,
    graceSeconds: stopGraceSeconds,
  }
  const finished = await drain(server, connections, host, times, () => {
    log.warn('requests are still under way at the end', { seconds: stopGraceSeconds })
    closeConversations(service)
    for (const invocation of service.pending) {
      invocation.abort(
        new HttpError(503, 'The container had to end before the prediction was made.'),
      )
    }
  })
  return finished ? exitCodes.success : exitCodeOf(signal)
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

/** Leaves five seconds of the platform's grace for the end itself. */
const defaultGraceSeconds = limits.hostingStopGraceSeconds - 5
