/** Counts what a container does, for those who watch it. */
export class ServeMetrics {
  /** Invocations answered, by status. */
  readonly byStatus: Map<number, number> = new Map()
  /** Of the invocations answered, how many took at most so many seconds. */
  readonly histogram: readonly { readonly atMost: number; count: number }[]
  /** Seconds that all invocations together took. */
  seconds = 0
  /** Invocations answered. */
  count = 0
  /** Answers that broke off while they were sent, for another reason than their client. */
  brokenStreams = 0
  /** Seconds that the model took to load, once it is. */
  loadSeconds: number | undefined

  constructor() {
    this.histogram = bounds.map((atMost) => ({ atMost, count: 0 }))
  }

  /** Counts an invocation that is answered. */
  countInvocation(status: number, milliseconds: number): void {
    const seconds = milliseconds / 1000
    this.count += 1
    this.seconds += seconds
    this.byStatus.set(status, (this.byStatus.get(status) ?? 0) + 1)
    for (const bucket of this.histogram) {
      if (seconds <= bucket.atMost) {
        bucket.count += 1
        return
      }
    }
  }
}

/** Seconds, from a small model on one row to the platform's own limit. */
const bounds = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
]
