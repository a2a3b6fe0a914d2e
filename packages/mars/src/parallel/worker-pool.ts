// Workers that each keep a state from call to call. What ends one ends them all: an error outside of a
// task, an end that nobody asked for, or the signal; a state that is lost cannot be made up for.
import { describe, MarsError } from '../errors.ts'
import { workerSource } from '../generated/worker-source.ts'
import type { AbortSignalLike } from '../options/mars-options.ts'
import { abortError, throwIfAborted } from '../options/throw-if-aborted.ts'
import { currentHost, type Host, type HostWorker } from './host.ts'
import { keepIdleWorkers, takeIdleWorkers } from './idle-workers.ts'
import { type Reply, type Request, type TaskTable, unpackError } from './messages.ts'
import { defaultThreads } from './thread-count.ts'

/** How a pool is started. */
export interface PoolOptions {
  /** Workers to start; see {@link defaultThreads}. */
  readonly threads: number
  /** What they are for, for messages: 'fit', 'prediction'. */
  readonly work: string
  /** Ends the pool at once; one that sends no events is looked at with every call and reply. */
  readonly signal: AbortSignalLike
  /** What each worker runs, which ends in `serveTasks`. */
  readonly program?: string
}

/** Starts a pool, and waits until all its workers are there. */
export async function startPool<Tasks extends TaskTable<Tasks>>(
  options: PoolOptions,
): Promise<WorkerPool<Tasks>> {
  const pool = openPool<Tasks>(options)
  await pool.ready()
  return pool
}

/** Starts a pool, and does not wait for its workers; what they are asked for waits for them. */
export function openPool<Tasks extends TaskTable<Tasks>>(options: PoolOptions): WorkerPool<Tasks> {
  throwIfAborted(options.signal, options.work)
  const host = hostWithWorkers()
  return new WorkerPool<Tasks>(host, startWorkers(host, options), options)
}

/** The number of threads to use where nobody says; 1 where there are no workers. */
export function usualThreads(): number {
  const host = currentHost()
  return host === null ? 1 : defaultThreads(host)
}

/** Where the pool runs. */
function hostWithWorkers(): Host {
  const host = currentHost()
  if (host !== null) return host
  throw new MarsError(
    'no-threads',
    'There are no workers here, neither of Node (from 20.16) nor of a browser: go without threads.',
  )
}

/** As many workers as were asked for, or none; those that wait for something to do come first. */
function startWorkers(
  host: Host,
  { threads, program = workerSource }: PoolOptions,
): readonly HostWorker[] {
  const workers = [...takeIdleWorkers(program, threads)]
  try {
    while (workers.length < threads) workers.push(host.startWorker(program))
  } catch (error) {
    for (const worker of workers) worker.end().catch(() => {})
    throw new MarsError(
      'no-threads',
      `No worker can be started here (${describe(error instanceof Error ? error.message : error)}): go without threads.`,
      { cause: error },
    )
  }
  return workers
}

/** Why a pool that was closed takes no call. */
function poolIsClosed(): MarsError {
  return new MarsError('worker-failed', 'The workers were ended before they had replied.')
}

/** A call that has no reply yet. */
interface PendingCall {
  readonly task: string
  resolve(value: unknown): void
  reject(reason: MarsError): void
}

/** Workers that do tasks. */
export class WorkerPool<Tasks extends TaskTable<Tasks>> {
  readonly #host: Host
  readonly #workers: readonly HostWorker[]
  /** For each worker its calls in order. */
  readonly #pending: readonly PendingCall[][]
  readonly #options: PoolOptions
  /** Why no further call is taken. */
  #end: MarsError | undefined
  #ended: Promise<unknown> | undefined
  readonly #abort: () => void

  constructor(host: Host, workers: readonly HostWorker[], options: PoolOptions) {
    this.#host = host
    this.#workers = workers
    this.#pending = workers.map(() => [])
    this.#options = options
    this.#abort = () => this.#stop(abortError(options.signal, options.work))
    options.signal.addEventListener?.('abort', this.#abort)
    for (const [at, worker] of workers.entries()) {
      worker.listen(
        (reply) => this.#receive(at, reply as Reply),
        (reason) => this.#stop(this.#failure(reason)),
      )
      worker.hold(false)
    }
  }

  /** How many workers there are. */
  get threads(): number {
    return this.#workers.length
  }

  /** Waits until every worker has answered, and forgotten what it was told before. */
  async ready(): Promise<void> {
    await Promise.all(this.#workers.map((_, at) => this.#send(at, null, undefined, [])))
  }

  /**
   * What a worker's task returns for a message. Calls of one worker are done in their order. Messages
   * are copied but for shared memory and for the buffers named, which go over to the worker.
   *
   * @throws MarsError as the task does; `worker-failed`; `aborted`.
   */
  async call<Name extends keyof Tasks & string>(
    worker: number,
    task: Name,
    message: Parameters<Tasks[Name]>[0],
    transfer: readonly ArrayBuffer[] = [],
  ): Promise<ReturnType<Tasks[Name]>> {
    return (await this.#send(worker, task, message, transfer)) as ReturnType<Tasks[Name]>
  }

  /** Lets replies come in, and everything else that waits for this thread have its turn. */
  turn(): Promise<void> {
    return this.#host.turn()
  }

  /**
   * Lets the workers forget what they were told and wait for another pool, or ends them where they are not
   * done. The pool takes no more calls.
   */
  async release(): Promise<void> {
    const isDone = this.#end === undefined && this.#pending.every((calls) => calls.length === 0)
    if (isDone) await this.ready().catch(() => {})
    if (isDone && this.#end === undefined) {
      this.#end = poolIsClosed()
      this.#options.signal.removeEventListener?.('abort', this.#abort)
      keepIdleWorkers(this.#host, this.#options.program ?? workerSource, this.#workers)
    }
    await this.close()
  }

  /** Ends all workers, whatever they are doing; calls that have no reply yet are rejected. */
  async close(): Promise<void> {
    this.#stop(poolIsClosed())
    await this.#ended
  }

  /** Sends a request and waits for the reply. */
  #send(
    at: number,
    task: string | null,
    message: unknown,
    transfer: readonly ArrayBuffer[],
  ): Promise<unknown> {
    const { signal } = this.#options
    if (signal.aborted) this.#abort()
    return new Promise((resolve, reject) => {
      if (this.#end) throw this.#end
      this.#workers[at].post({ task, message } satisfies Request, transfer)
      this.#workers[at].hold(true)
      this.#pending[at].push({ task: task ?? '', resolve, reject })
    })
  }

  /** Settles the oldest call of a worker. */
  #receive(at: number, reply: Reply): void {
    if (this.#options.signal.aborted) this.#abort()
    const call = this.#pending[at].shift()
    if (call === undefined) return
    if (this.#pending[at].length === 0) this.#workers[at].hold(false)
    if ('value' in reply) call.resolve(reply.value)
    else call.reject(unpackError(reply.thrown, call.task))
  }

  /** Ends the workers and rejects what they were asked for; only the first reason counts. */
  #stop(reason: MarsError): void {
    if (this.#end) return
    this.#end = reason
    this.#options.signal.removeEventListener?.('abort', this.#abort)
    for (const call of this.#pending.flatMap((calls) => calls.splice(0))) call.reject(reason)
    this.#ended = Promise.all(this.#workers.map((worker) => worker.end()))
  }

  /** The error for a worker that is no more. */
  #failure(reason: unknown): MarsError {
    const said = reason instanceof Error ? reason.message : String(reason)
    return new MarsError(
      'worker-failed',
      `A worker of the ${this.#options.work} ended by itself (${said}): is there memory enough? Use fewer threads, or none.`,
      { cause: reason },
    )
  }
}
