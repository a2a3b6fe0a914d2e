import { onAbort } from '../../lifecycle/on-abort.ts'
import type { ProgramThread } from '../../lifecycle/thread.ts'
import { GivenJob } from './given-job.ts'
import type { Job } from './job.ts'
import { threadEnded, threadEndedBefore } from './job-errors.ts'
import type { PoolSettings } from './pool-settings.ts'
import { packError, unpackError } from './wire-error.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

/** What a worker tells those who use it. */
export interface WorkerEvents {
  /** It can take one more job. */
  free(): void
  /** It goes on with a job long after nobody waits for it. */
  stuck(): void
  /** It is no more. `unbegun` are jobs that it never looked at. */
  ended(reason: unknown, unbegun: readonly Job[]): void
}

/** One thread of a pool, seen from the server's thread. */
export class PoolWorker {
  /** Resolves when the model is loaded; rejects with the reason if it is not. */
  readonly loaded: Promise<void>
  readonly #thread: ProgramThread
  readonly #settings: PoolSettings
  readonly #events: WorkerEvents
  readonly #given = new Map<number, GivenJob>()
  readonly #checks = new Map<number, (healthy: boolean) => void>()
  /** Shared with the thread: the id of the last job that it has begun. */
  readonly #begun = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  readonly #ended: Promise<void>
  #lastId = 0
  #isRetired = false
  #unloadError: Error | undefined

  constructor(settings: PoolSettings, events: WorkerEvents) {
    this.#settings = settings
    this.#events = events
    const { log, signal, ...context } = settings.context
    this.#thread = settings.host.startThread(settings.heapMegabytes)
    const stop = () => this.#send({ kind: 'stopping', reason: packError(signal.reason) })
    const stopListening = onAbort(signal, stop)
    this.#ended = new Promise((resolve) => {
      this.#thread.onEnd((reason) => {
        stopListening()
        this.#giveBack(reason)
        resolve()
      })
    })
    this.loaded = new Promise((resolve, reject) => {
      this.#thread.onMessage((message) => this.#receive(message as FromWorker, resolve, reject))
      this.#thread.onEnd(reject)
    })
    this.#send({ kind: 'load', context, begun: this.#begun })
    if (signal.aborted) stop()
  }

  /** Jobs that the thread has. */
  get load(): number {
    return this.#given.size
  }

  /** Whether the thread has begun a job. */
  get hasWorked(): boolean {
    return Atomics.load(this.#begun, 0) > 0
  }

  /** Jobs that the thread has not looked at. */
  get unbegun(): Job[] {
    const begun = Atomics.load(this.#begun, 0)
    return [...this.#given].filter(([id]) => id > begun).map(([, { job }]) => job)
  }

  /** Gives the thread a job. */
  take(job: Job): void {
    const id = this.#nextId()
    const { host, predictTimeoutSeconds } = this.#settings
    const given = new GivenJob(job, host, predictTimeoutSeconds, {
      aborted: (reason) => this.#send({ kind: 'abort', id, reason: packError(reason) }),
      taken: () => this.#send({ kind: 'more', id }),
      stopped: () => this.#send({ kind: 'enough', id }),
      overdue: () => (this.#isRetired ? this.#endIfUseless() : this.#events.stuck()),
    })
    this.#given.set(id, given)
    const { body } = given
    const { id: requestId, headers, sessionFacts: session } = job.invocation
    this.#send({ kind: 'ask', id, requestId, headers, session, body }, [body.buffer])
  }

  /** Frees what a session remembers. */
  forgetSession(sessionId: string): void {
    this.#send({ kind: 'forget', sessionId })
  }

  /** What the program says of its model; of a thread that ends meanwhile there is nothing to say. */
  check(): Promise<boolean> {
    return new Promise((resolve) => {
      const id = this.#nextId()
      this.#checks.set(id, resolve)
      this.#send({ kind: 'check', id })
    })
  }

  /** Takes no more jobs: the thread is ended as soon as it has none left that anybody waits for. */
  retire(): void {
    this.#isRetired = true
    this.#endIfUseless()
  }

  /**
   * Lets the thread let go of its model and end. One that has jobs, or takes long, is ended as it is.
   *
   * @throws what `unload` throws.
   */
  async close(): Promise<void> {
    if (this.load > 0) this.terminate()
    else this.#send({ kind: 'close' })
    const cancel = this.#settings.host.after(closeMilliseconds, () => this.terminate())
    await this.#ended
    cancel()
    if (this.#unloadError !== undefined) throw this.#unloadError
  }

  /** Ends the thread, whatever it does. */
  terminate(): void {
    this.#thread.terminate()
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  #send(message: ToWorker, transfer?: readonly ArrayBuffer[]): void {
    this.#thread.send(message, transfer)
  }

  #receive(message: FromWorker, loaded: () => void, failed: (error: Error) => void): void {
    const { kind } = message
    if (kind === 'loaded') loaded()
    else if (kind === 'load-failed') failed(unpackError(message.error))
    else if (kind === 'checked') this.#checked(message.id, message.healthy)
    // The thread ends by itself now; its end is told when all that it printed is here.
    else if (kind === 'closed') this.#unloadError = message.error && unpackError(message.error)
    else this.#heard(message)
  }

  /** Takes a message that concerns a job. */
  #heard(message: Extract<FromWorker, { kind: 'answer' | 'chunk' | 'end' | 'failed' }>): void {
    const given = this.#given.get(message.id)
    if (message.kind === 'answer') given?.answer(message)
    else if (message.kind === 'chunk') given?.push(message.chunk)
    else if (message.kind === 'failed') given?.fail(unpackError(message.error))
    const isLast = message.kind === 'answer' ? message.body !== undefined : message.kind !== 'chunk'
    if (isLast) this.#settle(message.id)
  }

  #checked(id: number, healthy: boolean): void {
    this.#checks.get(id)?.(healthy)
    this.#checks.delete(id)
  }

  /** The thread is done with a job. */
  #settle(id: number): void {
    this.#given.get(id)?.end()
    this.#given.delete(id)
    if (this.#isRetired) this.#endIfUseless()
    else this.#events.free()
  }

  /** Ends the thread unless somebody waits for a job that it has begun; jobs that it has not are for another thread. */
  #endIfUseless(): void {
    const begun = Atomics.load(this.#begun, 0)
    for (const [id, { isOverdue }] of this.#given) {
      if (!isOverdue && id <= begun) return
    }
    // Code that is not JavaScript can keep the thread's end waiting: their turn goes to others now.
    for (const { job, isOverdue } of this.#given.values()) {
      if (isOverdue) job.reject(job.invocation.signal.reason)
    }
    this.terminate()
  }

  /** The thread is no more: what it has not begun can be given to another, the rest has failed. */
  #giveBack(reason: unknown): void {
    const begun = Atomics.load(this.#begun, 0)
    const unbegun: Job[] = []
    for (const [id, given] of this.#given) {
      if (id <= begun) given.fail(threadEnded(reason))
      else if (!given.hasBody) given.fail(threadEndedBefore())
      else {
        given.end()
        unbegun.push(given.job)
      }
    }
    this.#given.clear()
    // A thread that comes to an end is no sign of a model that is not well.
    for (const resolve of this.#checks.values()) resolve(true)
    this.#events.ended(reason, unbegun)
  }
}

/** Time for `unload`, within what the platform leaves for the end. */
const closeMilliseconds = 4000
