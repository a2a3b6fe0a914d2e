import type { Answer } from '../invocation/answer.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import type { LoadedModel } from '../loaded-model.ts'
import type { Job } from './job.ts'
import { noThreadsLeft, poolClosed } from './job-errors.ts'
import type { PoolSettings } from './pool-settings.ts'
import type { PoolWorker } from './pool-worker.ts'
import { WorkerSlot } from './worker-slot.ts'

/** A model in threads: each has a copy, answers invocations, and is replaced when it ends. */
export class WorkerPool implements LoadedModel {
  readonly #settings: PoolSettings
  /** The one used last comes last. */
  readonly #slots: WorkerSlot[]
  /** Jobs for which no thread is free, in their order. */
  readonly #waiting: Job[] = []
  #isClosed = false

  constructor(settings: PoolSettings) {
    this.#settings = settings
    this.#slots = Array.from(
      { length: settings.workers },
      (_, at) =>
        new WorkerSlot(at + 1, settings, {
          free: () => this.#giveWaiting(),
          givenBack: (jobs) => {
            for (const job of jobs) this.#give(job)
          },
          broken: () => this.#giveWaiting(),
        }),
    )
  }

  /**
   * Starts all threads.
   *
   * @throws what the first throws that fails; then none is left.
   */
  async start(): Promise<void> {
    try {
      await Promise.all(this.#slots.map((slot) => slot.start()))
    } catch (error) {
      await this.close().catch(() => {})
      throw error
    }
  }

  answer(invocation: Invocation, body: Uint8Array): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#give({ invocation, body, resolve, reject })
    })
  }

  /** A thread that computes counts as healthy, and so does one that is replaced, as long as that succeeds. */
  isHealthy(): boolean | Promise<boolean> {
    if (this.#slots.some((slot) => slot.isBroken)) return false
    if (!this.#settings.hasHealthCheck) return true
    return this.#leastBusy(1)?.check() ?? true
  }

  forgetSession(): void {}

  /** Ends all threads. Rejects with what `unload` throws. */
  async close(): Promise<void> {
    this.#isClosed = true
    for (const job of this.#waiting.splice(0)) job.reject(poolClosed())
    await Promise.all(this.#slots.map((slot) => slot.close()))
  }

  /** Gives a job to the thread with the fewest, or lets it wait. */
  #give(job: Job): void {
    const { signal } = job.invocation
    const worker = this.#leastBusy(this.#settings.jobsPerWorker)
    if (this.#isClosed) job.reject(poolClosed())
    else if (signal.aborted) job.reject(signal.reason)
    else if (worker !== undefined) worker.take(job)
    else if (this.#slots.every((slot) => slot.isBroken)) job.reject(noThreadsLeft())
    else this.#wait(job)
  }

  #wait(job: Job): void {
    this.#waiting.push(job)
    const giveUp = () => {
      const at = this.#waiting.indexOf(job)
      if (at === -1) return
      this.#waiting.splice(at, 1)
      job.reject(job.invocation.signal.reason)
    }
    job.invocation.signal.addEventListener('abort', giveUp, { once: true })
  }

  /** Gives the jobs that wait to threads, as far as these can take them. */
  #giveWaiting(): void {
    for (const job of this.#waiting.splice(0)) this.#give(job)
  }

  /** The thread with the fewest jobs, of several the one used longest ago, if it has fewer than some. */
  #leastBusy(limit: number): PoolWorker | undefined {
    let best: WorkerSlot | undefined
    let fewest = limit
    for (const slot of this.#slots) {
      if (slot.worker !== undefined && slot.worker.load < fewest) {
        best = slot
        fewest = slot.worker.load
      }
    }
    if (best === undefined) return undefined
    this.#slots.push(...this.#slots.splice(this.#slots.indexOf(best), 1))
    return best.worker
  }
}
