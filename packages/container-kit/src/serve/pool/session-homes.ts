import type { Job } from './job.ts'
import type { PoolWorker } from './pool-worker.ts'

/** In which thread each session lives: the one that opened it, where its state is. */
export class SessionHomes {
  readonly #homes: Map<string, PoolWorker> = new Map()
  readonly #onLost: (id: string) => void

  /** `onLost` is called for each session that is lost with its thread. */
  constructor(onLost: (id: string) => void) {
    this.#onLost = onLost
  }

  /** The thread of a session; undefined if it has none, or none any more. */
  get(id: string): PoolWorker | undefined {
    return this.#homes.get(id)
  }

  /** Notes who was given a job that opens a session. */
  note({ invocation: { sessionFacts } }: Job, worker: PoolWorker): void {
    if (sessionFacts?.isNew) this.#homes.set(sessionFacts.id, worker)
  }

  /** Frees what a session remembers, in its thread. */
  forget(id: string): void {
    this.#homes.get(id)?.forgetSession(id)
    this.#homes.delete(id)
  }

  /** A thread takes no more jobs: its sessions are lost, but for those that it was to open and another may. */
  leave(worker: PoolWorker, unbegun: readonly Job[]): void {
    const facts = unbegun.map(({ invocation }) => invocation.sessionFacts)
    const unopened = new Set(
      facts.filter((session) => session?.isNew).map((session) => session?.id),
    )
    for (const [id, home] of this.#homes) {
      if (home !== worker || unopened.has(id)) continue
      this.#homes.delete(id)
      this.#onLost(id)
    }
  }
}
