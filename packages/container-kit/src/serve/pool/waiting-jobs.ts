import { onAbort } from '../../lifecycle/on-abort.ts'
import type { Job } from './job.ts'

/** Jobs that no thread could take yet, in their order. One whose invocation is aborted waits no longer. */
export class WaitingJobs {
  readonly #jobs: Map<Job, () => void> = new Map()

  add(job: Job): void {
    const { signal } = job.invocation
    const stopListening = onAbort(signal, () => {
      this.#jobs.delete(job)
      job.reject(signal.reason)
    })
    this.#jobs.set(job, stopListening)
  }

  /** Offers each job to somebody, who says whether it need not wait any longer. */
  offer(take: (job: Job) => boolean): void {
    for (const [job, stopListening] of this.#jobs) {
      if (!take(job)) continue
      this.#jobs.delete(job)
      stopListening()
    }
  }
}
