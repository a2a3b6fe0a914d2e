import type { Answer } from '../invocation/answer.ts'
import type { Invocation } from '../invocation/invocation-request.ts'
import type { LoadedModel, WorkerCounts } from '../loaded-model.ts'
import { sessionUnknown } from '../sessions/session-unknown.ts'
import type { Job } from './job.ts'
import { noThreadsLeft, poolClosed } from './job-errors.ts'
import type { PoolSettings } from './pool-settings.ts'
import type { PoolWorker } from './pool-worker.ts'
import { SessionHomes } from './session-homes.ts'
import { WaitingJobs } from './waiting-jobs.ts'
import { WorkerSlot } from './worker-slot.ts'

/** A model in threads: each has a copy, answers invocations, and is replaced when it ends. */
export class WorkerPool implements LoadedModel {
  readonly #settings: PoolSettings
  /** The one used last comes last. */
  readonly #slots: WorkerSlot[]
  /** Jobs for which no thread is free, in their order. */
  readonly #waiting: WaitingJobs = new WaitingJobs()
  readonly #homes: SessionHomes
  #isClosed = false

  constructor(settings: PoolSettings) {
    this.#settings = settings
    this.#homes = new SessionHomes(settings.onSessionLost)
    this.#slots = Array.from(
      { length: settings.workers },
      (_, at) =>
        new WorkerSlot(at + 1, settings, {
          free: () => this.#giveWaiting(),
          left: (worker, unbegun) => {
            this.#homes.leave(worker, unbegun)
            this.#giveWaiting()
          },
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

  /** Whether the thread of an invocation's session can take one more. Of a session that is lost nothing is waited for. */
  isFreeFor({ sessionFacts }: Invocation): boolean {
    if (sessionFacts?.isNew !== false) return true
    const home = this.#homes.get(sessionFacts.id)
    return home === undefined || this.#hasRoom(home)
  }

  /** A thread that computes counts as healthy, and so does one that is replaced, as long as that succeeds. */
  isHealthy(): boolean | Promise<boolean> {
    if (this.#slots.some((slot) => slot.isBroken)) return false
    if (!this.#settings.hasHealthCheck) return true
    return this.#leastBusy(1)?.check() ?? true
  }

  /** Threads that can be asked, and how many of them have anything to do. */
  get workers(): WorkerCounts {
    const loads = this.#slots.flatMap(({ worker }) => worker?.load ?? [])
    return { ready: loads.length, busy: loads.filter((load) => load > 0).length }
  }

  forgetSession(id: string): void {
    this.#homes.forget(id)
  }

  /** Ends all threads. Rejects with what `unload` throws. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#giveWaiting()
    await Promise.all(this.#slots.map((slot) => slot.close()))
  }

  /** Gives a job to a thread, or lets it wait. */
  #give(job: Job): void {
    if (!this.#settle(job)) this.#waiting.add(job)
  }

  /** Gives the jobs that wait to threads, as far as these can take them. */
  #giveWaiting(): void {
    this.#waiting.offer((job) => this.#settle(job))
  }

  /** Gives a job to a thread, or says that none will take it; returns false if it has to wait. */
  #settle(job: Job): boolean {
    const { signal, sessionFacts } = job.invocation
    if (this.#isClosed) job.reject(poolClosed())
    else if (signal.aborted) job.reject(signal.reason)
    else if (sessionFacts?.isNew === false) return this.#giveHome(job, sessionFacts.id)
    else return this.#giveAnyone(job)
    return true
  }

  /** Gives a job to the thread of its session, and to no other. */
  #giveHome(job: Job, sessionId: string): boolean {
    const home = this.#homes.get(sessionId)
    if (home !== undefined && !this.#hasRoom(home)) return false
    if (home === undefined) job.reject(sessionUnknown(sessionId))
    else home.take(job)
    return true
  }

  #hasRoom(worker: PoolWorker): boolean {
    return worker.load < this.#settings.jobsPerWorker
  }

  /** Gives a job to the thread with the fewest. */
  #giveAnyone(job: Job): boolean {
    const worker = this.#leastBusy(this.#settings.jobsPerWorker)
    if (worker !== undefined) {
      this.#homes.note(job, worker)
      worker.take(job)
      return true
    }
    if (!this.#slots.every((slot) => slot.isBroken)) return false
    job.reject(noThreadsLeft())
    return true
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
