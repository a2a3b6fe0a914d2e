import type { InputKind } from '../../codecs/codec.ts'
import type { Runtime } from '../../lifecycle/runtime.ts'
import type { LoadedModel, LoadModel } from '../loaded-model.ts'
import type { ServeOptions } from '../options/serve-options.ts'
import type { ServeProgram } from '../serve-program.ts'
import { WorkerPool } from './worker-pool.ts'

/** Returns what loads a program's model into each of some threads, which are the program's own file started again. */
export function loadInWorkers<Model, Kind extends InputKind>(
  program: ServeProgram<Model, Kind>,
  { workers, concurrency, predictTimeoutSeconds }: ServeOptions,
  runtime: Runtime,
  onSessionLost: (id: string) => void,
): LoadModel {
  const { memoryBytes } = runtime.host.resources()
  return async (context): Promise<LoadedModel> => {
    const pool = new WorkerPool({
      ...runtime,
      context,
      workers,
      jobsPerWorker: Math.max(1, Math.ceil(concurrency / workers)),
      predictTimeoutSeconds,
      heapMegabytes: Math.floor((memoryBytes * heapShare) / workers / 1024 / 1024),
      hasHealthCheck: program.isHealthy !== undefined,
      onSessionLost,
    })
    await pool.start()
    return pool
  }
}

/** Of the container's memory; the rest is for buffers, native code and the server itself. */
const heapShare = 0.75
