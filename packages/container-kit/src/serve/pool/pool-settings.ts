import type { Runtime } from '../../lifecycle/runtime.ts'
import type { LoadContext } from '../serve-program.ts'

/** What a pool and its workers are told. */
export interface PoolSettings extends Runtime {
  readonly context: LoadContext
  /** Threads, at least 1. */
  readonly workers: number
  /** Invocations that one thread is given at once. */
  readonly jobsPerWorker: number
  readonly predictTimeoutSeconds: number
  /** Megabytes of JavaScript's memory for each thread, Infinity for Node's own choice. */
  readonly heapMegabytes: number
  /** Whether the program says itself if it is healthy. */
  readonly hasHealthCheck: boolean
  /** Called for each session that is lost with its thread. */
  readonly onSessionLost: (id: string) => void
}
