import { describeError, stackOf } from '../../lifecycle/describe-error.ts'
import type { Job } from './job.ts'
import type { PoolSettings } from './pool-settings.ts'
import { PoolWorker } from './pool-worker.ts'

/** What a slot tells its pool. */
export interface SlotEvents {
  /** Its worker can take one more job. */
  free(): void
  /** A worker takes no more jobs, or is no more. `unbegun` are jobs that it has not looked at. */
  left(worker: PoolWorker, unbegun: readonly Job[]): void
  /** Jobs that are to be given to somebody else. */
  givenBack(jobs: readonly Job[]): void
  /** It has given up. */
  broken(): void
}

/** One place of a pool: has a worker, and puts another in its place when that ends or is stuck. */
export class WorkerSlot {
  readonly #number: number
  readonly #settings: PoolSettings
  readonly #events: SlotEvents
  /** All threads that are not at their end yet: at most one of them takes jobs. */
  readonly #alive = new Set<PoolWorker>()
  #worker: PoolWorker | undefined
  #loadedAt = 0
  /** Threads that came to nothing, since the last that did not. */
  #failures = 0
  #isBroken = false
  #isClosed = false

  constructor(number: number, settings: PoolSettings, events: SlotEvents) {
    this.#number = number
    this.#settings = settings
    this.#events = events
  }

  /** The worker that takes jobs; undefined while another is started. */
  get worker(): PoolWorker | undefined {
    return this.#worker
  }

  /** Whether no more workers are started. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  /**
   * Starts a worker, and resolves when it takes jobs.
   *
   * @throws what `load` throws, or what ended the thread.
   */
  async start(): Promise<void> {
    const worker = new PoolWorker(this.#settings, {
      free: this.#events.free,
      stuck: () => this.#replaceStuck(worker),
      ended: (reason, unbegun) => this.#ended(worker, reason, unbegun),
    })
    this.#alive.add(worker)
    try {
      await worker.loaded
      if (!this.#alive.has(worker) || this.#isClosed) throw new Error('The thread has ended.')
    } catch (error) {
      worker.terminate()
      throw error
    }
    this.#loadedAt = this.#settings.host.milliseconds()
    this.#worker = worker
    this.#events.free()
  }

  /** Ends all threads of this place. Rejects with what `unload` throws. */
  async close(): Promise<void> {
    this.#isClosed = true
    const worker = this.#worker
    this.#worker = undefined
    for (const other of this.#alive) {
      if (other !== worker) other.terminate()
    }
    await worker?.close()
  }

  #ended(worker: PoolWorker, reason: unknown, unbegun: readonly Job[]): void {
    this.#alive.delete(worker)
    const wasInUse = worker === this.#worker
    if (wasInUse) {
      this.#worker = undefined
      this.#log('a thread ended, another is started', reason)
      this.#failures = this.#wasOfUse(worker) ? 0 : this.#failures + 1
      this.#replace()
    }
    this.#events.left(worker, unbegun)
    this.#events.givenBack(unbegun)
  }

  /**
   * A thread that was given a job has shown that the model can be loaded: what ends it then is the job. Else a caller
   * who knows how to crash a handler could end the container.
   */
  #wasOfUse(worker: PoolWorker): boolean {
    return (
      worker.hasWorked || this.#settings.host.milliseconds() - this.#loadedAt > steadyMilliseconds
    )
  }

  #replaceStuck(worker: PoolWorker): void {
    if (worker === this.#worker) {
      this.#worker = undefined
      this.#settings.log.warn(
        'a prediction goes on though nobody waits for it: its thread is replaced',
        { thread: this.#number },
      )
      this.#replace()
      this.#events.left(worker, worker.unbegun)
    }
    worker.retire()
  }

  /** Starts another worker, the later the more have failed; gives up after some. */
  #replace(): void {
    if (this.#isClosed) return
    if (this.#failures >= maxFailures) {
      this.#isBroken = true
      this.#settings.log.error('threads end as soon as they start: the model is given up', {
        thread: this.#number,
        starts: this.#failures,
      })
      this.#events.broken()
      return
    }
    const wait = this.#failures === 0 ? 0 : firstWaitMilliseconds * 2 ** (this.#failures - 1)
    this.#settings.host.after(wait, () => void this.#startAnother())
  }

  async #startAnother(): Promise<void> {
    if (this.#isClosed) return
    try {
      await this.start()
      this.#settings.log.info('a thread is ready again', { thread: this.#number })
    } catch (error) {
      if (this.#isClosed) return
      this.#log('a thread could not be started', error)
      this.#failures += 1
      this.#replace()
    }
  }

  #log(message: string, reason: unknown): void {
    const text = `${message}: ${describeError(reason)}\n${stackOf(reason)}`
    this.#settings.log.error(`thread ${this.#number}: ${text.trimEnd()}`)
  }
}

/** Starts in a row that came to nothing before a slot gives up: a missing file seldom comes back. */
const maxFailures = 5
/** Before the second start in a row, twice as long before each further: 3 s in all. */
const firstWaitMilliseconds = 200
/** A thread that lived so long had no trouble with its start. */
const steadyMilliseconds = 60_000
