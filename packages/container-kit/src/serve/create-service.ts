import type { InputKind } from '../codecs/codec.ts'
import { environmentVariables } from '../contract/environment.ts'
import { containerPaths } from '../contract/paths.ts'
import type { Runtime } from '../lifecycle/runtime.ts'
import { inProcess } from './in-process-model.ts'
import { Admission } from './invocation/admission.ts'
import type { LoadModel } from './loaded-model.ts'
import { ModelRegistry } from './models/model-registry.ts'
import { ServeMetrics } from './monitoring/serve-metrics.ts'
import { type ServeOptions, serveOptions } from './options/serve-options.ts'
import { loadInWorkers } from './pool/load-in-workers.ts'
import type { ServeProgram } from './serve-program.ts'
import type { Service } from './service.ts'
import { SessionRegistry } from './sessions/session-registry.ts'

/** Puts together what serves a program; `signal` is aborted when the container has to end. */
export function createService<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  runtime: Runtime,
  signal: AbortSignal,
): Service {
  const options = serveOptions(program, runtime.host)
  const sessions = createSessions(options, runtime, (id) => service.model?.forgetSession(id))
  const loadModel =
    options.workers > 0
      ? loadInWorkers(program, options, runtime, (id) => sessions?.end(id))
      : inProcess(program, options)
  const service: Service = {
    runtime,
    options,
    loadModel,
    models: createModels(options, runtime, loadModel, signal),
    sessions,
    admission: new Admission(options.concurrency, options.queueSize),
    metrics: new ServeMetrics(),
    pending: new Set(),
    conversations: new Set(),
    model: undefined,
    draining: false,
  }
  return service
}

function createSessions(
  { sessions, isMultiModel }: ServeOptions,
  { host }: Runtime,
  onEnd: (id: string) => void,
): SessionRegistry | undefined {
  if (sessions === undefined || isMultiModel) return undefined
  return new SessionRegistry(sessions, host, onEnd)
}

function createModels(
  { isMultiModel, predictTimeoutSeconds }: ServeOptions,
  runtime: Runtime,
  loadModel: LoadModel,
  signal: AbortSignal,
): ModelRegistry | undefined {
  if (!isMultiModel) return undefined
  return new ModelRegistry({
    runtime,
    loadModel,
    root: containerPaths(runtime.host.env[environmentVariables.baseDir]).modelsDir,
    signal,
    unloadTimeoutSeconds: predictTimeoutSeconds,
  })
}
